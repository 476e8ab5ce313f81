import { z } from 'zod';
import { expecting, secureUrl, text } from '../../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../../platform/config/config.ts';
import type { SecretValue } from '../../platform/secrets/config.ts';
import { marketplaceSwitch } from '../notify.ts';
import { globalId } from './ids.ts';
import { phrase } from './phrase.ts';

const location = z
  .string()
  .regex(/^(gid:\/\/shopify\/Location\/)?\d+$/)
  .transform((value) => globalId('Location', /\d+$/.exec(value)?.[0] ?? ''));
const version = z.string().regex(/^\d{4}-\d{2}$/);

/** A token given by hand is the last word. */
type Credentials =
  { kind: 'token'; secret: SecretValue } | { kind: 'app'; clientId: string; secret: SecretValue };

function credentialsOf(values: {
  SHOPIFY_TOKEN: SecretValue | undefined;
  SHOPIFY_CLIENT_ID: string | undefined;
  SHOPIFY_CLIENT_SECRET: SecretValue | undefined;
}): Credentials {
  const { SHOPIFY_TOKEN: token, SHOPIFY_CLIENT_ID: clientId = '', SHOPIFY_CLIENT_SECRET: secret } = values;
  if (token !== undefined) return { kind: 'token', secret: token };
  return { kind: 'app', clientId, secret: secret as SecretValue };
}

/** A shop in Shopify; undefined with SHOPIFY=off. */
export const shopifyConfig = definePart(
  {
    SHOPIFY: marketplaceSwitch('Shopify'),
    SHOPIFY_URL: {
      check: secureUrl.optional(),
      about: "the shop's own address in Shopify, which ends in `.myshopify.com`",
      example: 'https://my-shop.myshopify.com',
    },
    SHOPIFY_TOKEN: {
      check: text.optional(),
      about: "the token of the shop's app in Shopify, with the scopes that `doctor` names",
      secret: true,
    },
    SHOPIFY_CLIENT_ID: {
      check: text.optional(),
      about: "in place of a token: the client id of the shop's app, with which the job gets its tokens",
    },
    SHOPIFY_CLIENT_SECRET: {
      check: text.optional(),
      about: 'the secret that goes with `SHOPIFY_CLIENT_ID`',
      secret: true,
    },
    SHOPIFY_LOCATION_ID: {
      check: expecting(location, phrase('location')).optional(),
      about: 'the location whose stock is written, as `gid://…` or by its number',
      example: '61000000001',
    },
    SHOPIFY_API_VERSION: {
      check: expecting(version, phrase('version')).default('2026-10'),
      about: "the version of Shopify's API that is asked for",
    },
  },
  (v) =>
    v.SHOPIFY === 'off'
      ? undefined
      : {
          url: v.SHOPIFY_URL ?? '',
          credentials: credentialsOf(v),
          location: v.SHOPIFY_LOCATION_ID ?? '',
          version: v.SHOPIFY_API_VERSION,
        },
  ({ SHOPIFY, SHOPIFY_TOKEN: token, SHOPIFY_CLIENT_ID: id, SHOPIFY_CLIENT_SECRET: secret }, missing) => {
    if (SHOPIFY !== 'on') return;
    missing('SHOPIFY_URL', { or: 'SHOPIFY=off' });
    if (id === undefined && secret === undefined) missing('SHOPIFY_TOKEN', { or: 'SHOPIFY_CLIENT_ID' });
    else if (token === undefined) {
      missing('SHOPIFY_CLIENT_ID');
      missing('SHOPIFY_CLIENT_SECRET');
    }
    missing('SHOPIFY_LOCATION_ID', { or: 'SHOPIFY=off' });
  },
  (config) => [config?.credentials.secret],
);

export type ShopifyConfig = NonNullable<ConfigOf<{ shopify: typeof shopifyConfig }>['shopify']>;
