import type { Values } from './variables.ts';

export interface SecretReference {
  kind: 'secret-manager';
  projectId: string;
  secretId: string;
  endpoint: string | undefined;
}

/** A secret, or where it lies. */
export type SecretValue = { kind: 'given'; value: string } | SecretReference;

/** The variables that hold a secret, each with the one that names its place in Secret Manager instead. */
export const SECRET_PLACES = {
  BITCRAM_TOKEN: 'SECRET_ID',
  PASSWORD_BITCRAM: 'PASSWORD_BITCRAM_SECRET_ID',
  PASSWORD_DB: 'PASSWORD_DB_SECRET_ID',
  SECRET_PUBLICATIONS: 'SECRET_PUBLICATIONS_SECRET_ID',
} as const;

/** Secrets without a place: an alert must go out when Secret Manager itself is the trouble. A chat's webhook address is a secret. */
export const PLAIN_SECRETS = ['ALERT_URL', 'ALERT_SECRET'] as const;

/** Shorter parts of an address are ordinary words. */
const SHORTEST_KEY_CHARS = 16;

/** A text that is a secret as a whole, and if it is an address, the keys that are parts of it. */
export function secretsIn(text = ''): string[] {
  const { pathname = '', searchParams = new URLSearchParams() } = URL.parse(text) ?? {};
  const parts = [...pathname.split('/'), ...searchParams.values()];
  return [text, ...parts.filter(({ length }) => length >= SHORTEST_KEY_CHARS)];
}

export type SecretVariable = keyof typeof SECRET_PLACES;

/** A value that is given goes before the secret that is named: a laptop overrides what the home has. */
export function secretValue(values: Partial<Values>, variable: SecretVariable): SecretValue | undefined {
  const value = values[variable];
  return value === undefined ? secretReference(values, variable) : { kind: 'given', value };
}

export function secretReference(
  values: Partial<Values>,
  variable: SecretVariable,
): SecretReference | undefined {
  const secretId = values[SECRET_PLACES[variable]];
  if (secretId === undefined) return undefined;
  return {
    kind: 'secret-manager',
    projectId: values.PROJECT_ID ?? '',
    secretId,
    endpoint: values.SECRET_MANAGER_ENDPOINT,
  };
}
