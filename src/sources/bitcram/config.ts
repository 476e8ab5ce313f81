import { baseUrl, expecting, text, textBy, wholeNumber } from '../../platform/config/checks.ts';
import { combine, type ConfigOf, definePart, type ValuesOf } from '../../platform/config/config.ts';
import {
  referenceTo,
  secretIdVariable,
  secretManagerVariables,
  type SecretReference,
  type SecretValue,
} from '../../platform/secrets/config.ts';
import { httpVariables } from '../http-config.ts';
import { asToken } from './auth/token.ts';
import { phrase } from './phrase.ts';

const logIn = {
  USER_BITCRAM: {
    check: text.optional(),
    about: 'who logs in for a new token: `renew-token` needs it, and `sync` renews a refused token with it',
  },
  PASSWORD_BITCRAM: { check: text.optional(), about: 'the password of `USER_BITCRAM`', secret: true },
} as const;

/** How a new token is obtained, and the secret whose next version it becomes. */
export interface RenewalConfig {
  secret: SecretReference;
  username: string;
  password: SecretValue;
}

function renewalOf(
  secret: SecretReference | undefined,
  { USER_BITCRAM: username, PASSWORD_BITCRAM: password }: ValuesOf<typeof logIn>,
): RenewalConfig | undefined {
  if (secret === undefined || password === undefined || username === undefined) return undefined;
  return { secret, username, password };
}

/** Bitcram's API: its address, the token, and how it is asked. */
export const bitcramConfig = definePart(
  {
    URL_BITCRAM: {
      check: baseUrl.optional(),
      about: 'the base URL of the Bitcram instance',
      example: 'https://bitcram.example',
    },
    BITCRAM_TOKEN: {
      check: textBy(asToken).optional(),
      about: "the token for Bitcram's API, for a laptop or CI",
      secret: true,
      secretId: 'SECRET_ID',
    },
    ...logIn,
    PAGE_SIZE: {
      check: wholeNumber(1, 100_000).default(1000),
      about: 'how many items a page is asked for (`per_page`)',
    },
    FETCH_CONCURRENCY: {
      check: wholeNumber(1, 64).default(4),
      about: 'how many pages are on their way at once',
    },
    ...httpVariables,
  },
  (v) => ({
    token: v.BITCRAM_TOKEN as SecretValue,
    // A token given by hand is the last word.
    renewal: v.BITCRAM_TOKEN?.kind === 'given' ? undefined : renewalOf(v.BITCRAM_TOKEN, v),
    baseUrl: v.URL_BITCRAM ?? '',
    pageSizeRows: v.PAGE_SIZE,
    fetchConcurrency: v.FETCH_CONCURRENCY,
    timeoutMs: v.HTTP_TIMEOUT_MS,
    attempts: v.HTTP_ATTEMPTS,
    maxResponseBytes: v.MAX_RESPONSE_MB * 1024 * 1024,
  }),
  (values, missing) => {
    missing('URL_BITCRAM');
    missing('BITCRAM_TOKEN');
    if (values.BITCRAM_TOKEN?.kind === 'given') return;
    if (values.USER_BITCRAM === undefined && values.PASSWORD_BITCRAM === undefined) return;
    missing('USER_BITCRAM');
    missing('PASSWORD_BITCRAM');
  },
  // Not the password: who holds a good token needs none.
  ({ token }) => [token],
);

const LARGEST_ID = 2_147_483_647;

/** Which checkout's price list and warehouse are read. */
const checkoutConfig = definePart(
  {
    CHECKOUT: {
      check: expecting(wholeNumber(1, LARGEST_ID), phrase('checkout_number', { max: LARGEST_ID })).optional(),
      about: 'the number of the checkout whose price list and warehouse are read',
    },
  },
  (v) => v.CHECKOUT ?? 0,
  (_values, missing) => missing('CHECKOUT'),
);

/** How `sync --mode flash` asks for what changed. */
const flashConfig = definePart(
  {
    FLASH_OVERLAP_HOURS: {
      check: wholeNumber(0, 8_760).default(48),
      about:
        'how far before the last run `sync --mode flash` asks for changes, in hours: covers time zone, clock and late updates of Bitcram',
    },
  },
  (v) => v.FLASH_OVERLAP_HOURS,
);

/** What `renew-token` needs, whatever token is given by hand. */
export const renewalConfig = definePart(
  {
    BITCRAM_TOKEN_SECRET_ID: secretIdVariable('BITCRAM_TOKEN'),
    SECRET_ID: secretIdVariable('BITCRAM_TOKEN', 'SECRET_ID'),
    ...secretManagerVariables,
    ...logIn,
  },
  (v) => renewalOf(referenceTo(v.BITCRAM_TOKEN_SECRET_ID ?? v.SECRET_ID ?? '', v), v) as RenewalConfig,
  (values, missing) => {
    missing('PROJECT_ID');
    if (values.BITCRAM_TOKEN_SECRET_ID === undefined) missing('SECRET_ID');
    missing('USER_BITCRAM');
    missing('PASSWORD_BITCRAM');
  },
);

/** Bitcram as a source: the API, the checkout, and how changes are asked for. */
export const sourceConfig = combine({
  api: bitcramConfig,
  checkout: checkoutConfig,
  overlapHours: flashConfig,
});

export type BitcramConfig = ConfigOf<{ bitcram: typeof bitcramConfig }>['bitcram'];
export type BitcramSourceConfig = ConfigOf<{ source: typeof sourceConfig }>['source'];
