import { z } from 'zod';
import { baseUrl, expecting, httpUrl, oneOf, text, wholeNumber } from '../../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../../platform/config/config.ts';
import type { SecretValue } from '../../platform/secrets/config.ts';
import { httpVariables } from '../http-config.ts';
import { LOCATIONS, type Location } from './locations.ts';
import { phrase } from './phrase.ts';

const KNOWN: readonly string[] = LOCATIONS;

const locations = expecting(
  z
    .string()
    .transform((given) => given.split(',').map((name) => name.trim()))
    .refine((names) => names.every((name) => KNOWN.includes(name)) && new Set(names).size === names.length)
    .transform((names) => names as Location[]),
  phrase('locations', { known: KNOWN.join(', ') }),
);

const marginPercent = expecting(z.string().regex(/^\d{1,5}(\.\d{1,4})?$/), phrase('margin'));

/** Air's API, and what becomes of what it says. */
export const airConfig = definePart(
  {
    URL_AIR: {
      check: baseUrl.optional(),
      about: 'the address of the API of Air',
      example: 'https://api.air-intra.com/v2',
    },
    USER_AIR: { check: text.optional(), about: 'who logs in at Air', example: 'c1234' },
    PASSWORD_AIR: { check: text.optional(), about: 'the password of `USER_AIR`', secret: true },
    AIR_CATALOGUE_URL: {
      check: httpUrl.optional(),
      about: "the address of Air's catalogue as a file (CSV or XLSX); it is then read in place of the API",
      secret: 'address',
    },
    AIR_CHARACTERISTICS_URL: {
      check: httpUrl.optional(),
      about: "beside `AIR_CATALOGUE_URL`: the address of Air's file of characteristics and images",
      secret: 'address',
    },
    AIR_CONCURRENCY: {
      check: wholeNumber(1, 64).default(8),
      about: 'how many requests to Air are on their way at once',
    },
    AIR_COOLDOWN_MS: {
      check: wholeNumber(0, 86_400_000).default(300_000),
      about: 'for how long no run asks Air after it said that it is asked too often, in milliseconds',
    },
    DEEP_REFRESH_DAYS: {
      check: wholeNumber(1, 36_500).default(30),
      about:
        'after how many days the details of an article are fetched again although its entry stays the same',
    },
    AIR_MARGIN_PERCENT: {
      check: marginPercent.default('30'),
      about: 'what is added to the cost at Air to make the list price, in percent',
    },
    LOCATIONS: {
      check: locations.default([...LOCATIONS]),
      about: 'the locations of Air whose stock counts, the first choice first',
    },
    STOCK_RULE: {
      check: oneOf('first', 'sum').default('first'),
      about: 'what is the stock of a product: that of the first location that has any, or the sum of all',
    },
    ...httpVariables,
  },
  (v) => ({
    baseUrl: v.URL_AIR ?? '',
    user: v.USER_AIR ?? '',
    password: v.PASSWORD_AIR as SecretValue,
    concurrency: v.AIR_CONCURRENCY,
    files:
      v.AIR_CATALOGUE_URL === undefined
        ? undefined
        : { catalogue: v.AIR_CATALOGUE_URL, characteristics: v.AIR_CHARACTERISTICS_URL },
    cooldownMs: v.AIR_COOLDOWN_MS,
    refreshDays: v.DEEP_REFRESH_DAYS,
    marginPercent: v.AIR_MARGIN_PERCENT,
    locations: v.LOCATIONS,
    stockRule: v.STOCK_RULE,
    timeoutMs: v.HTTP_TIMEOUT_MS,
    attempts: v.HTTP_ATTEMPTS,
    maxResponseBytes: v.MAX_RESPONSE_MB * 1024 * 1024,
  }),
  (values, missing) => {
    if (values.AIR_CATALOGUE_URL !== undefined) return;
    missing('URL_AIR', { or: 'AIR_CATALOGUE_URL' });
    missing('USER_AIR', { or: 'AIR_CATALOGUE_URL' });
    missing('PASSWORD_AIR', { or: 'AIR_CATALOGUE_URL' });
  },
  ({ password, files }) => (files === undefined ? [password] : [files.catalogue, files.characteristics]),
);

export type AirConfig = ConfigOf<{ air: typeof airConfig }>['air'];
