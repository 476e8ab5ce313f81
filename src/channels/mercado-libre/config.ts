import { secureUrl, text, wholeNumber } from '../../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../../platform/config/config.ts';
import { ConfigurationError } from '../../platform/errors.ts';
import type { SecretValue } from '../../platform/secrets/config.ts';
import { marketplaceSwitch, notify } from '../notify.ts';
import { phrase } from './phrase.ts';

/** A token given by hand is the last word. */
type Credentials =
  | { kind: 'token'; secret: SecretValue }
  | { kind: 'app'; clientId: string; secret: SecretValue; refreshToken: SecretValue };

/** An account in Mercado Libre; undefined with MELI=off. */
export const mercadoLibreConfig = definePart(
  {
    ...notify,
    MELI: marketplaceSwitch('Mercado Libre'),
    MELI_URL: {
      check: secureUrl.default('https://api.mercadolibre.com'),
      about: "the address of Mercado Libre's API",
    },
    MELI_TOKEN: {
      check: text.optional(),
      about: 'an access token of the account in Mercado Libre, which ends after six hours',
      secret: true,
    },
    MELI_CLIENT_ID: {
      check: text.optional(),
      about: "in place of a token: the id of the account's app, with which the job renews its tokens",
    },
    MELI_CLIENT_SECRET: {
      check: text.optional(),
      about: 'the secret that goes with `MELI_CLIENT_ID`',
      secret: true,
    },
    MELI_REFRESH_TOKEN: {
      check: text.optional(),
      about:
        'the first refresh token of the app; each is good once, and the next ones are kept in the database, or in the secret that holds it',
      secret: true,
    },
    MELI_USER_ID: {
      check: text.optional(),
      about: "the account's number, where the job is to work with no other one",
      example: '1008002397',
    },
    MELI_RATE: {
      check: wholeNumber(1, 1000).default(4),
      about:
        'requests a second to Mercado Libre, of all processes together; lowered by itself where it refuses some',
    },
  },
  (v) => {
    if (v.MELI === 'off') return undefined;
    if (v.NOTIFY === 'on') throw new ConfigurationError(phrase('beside_publications'));
    return {
      url: v.MELI_URL,
      credentials: credentialsOf(v),
      userId: v.MELI_USER_ID,
      perSecond: v.MELI_RATE,
    };
  },
  ({ MELI, MELI_TOKEN: token, MELI_CLIENT_ID: id }, missing) => {
    if (MELI !== 'on' || token !== undefined) return;
    if (id === undefined) missing('MELI_TOKEN', { or: 'MELI_CLIENT_ID' });
    else {
      missing('MELI_CLIENT_SECRET');
      missing('MELI_REFRESH_TOKEN');
    }
  },
  (config) =>
    config?.credentials.kind === 'app'
      ? [config.credentials.secret, config.credentials.refreshToken]
      : [config?.credentials.secret],
);

function credentialsOf(values: {
  MELI_TOKEN: SecretValue | undefined;
  MELI_CLIENT_ID: string | undefined;
  MELI_CLIENT_SECRET: SecretValue | undefined;
  MELI_REFRESH_TOKEN: SecretValue | undefined;
}): Credentials {
  const { MELI_TOKEN: token, MELI_CLIENT_ID: clientId = '' } = values;
  if (token !== undefined) return { kind: 'token', secret: token };
  return {
    kind: 'app',
    clientId,
    secret: values.MELI_CLIENT_SECRET as SecretValue,
    refreshToken: values.MELI_REFRESH_TOKEN as SecretValue,
  };
}

export type MercadoLibreConfig = NonNullable<ConfigOf<{ meli: typeof mercadoLibreConfig }>['meli']>;
