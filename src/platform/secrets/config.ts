import { secureUrl, text } from '../config/checks.ts';

export interface SecretReference {
  kind: 'secret-manager';
  projectId: string;
  secretId: string;
  endpoint: string | undefined;
}

/** A secret, or where it lies. */
export type SecretValue = { kind: 'given'; value: string } | SecretReference;

/** Where all secrets lie that are not given themselves. */
export const secretManagerVariables = {
  PROJECT_ID: { check: text.optional() },
  SECRET_MANAGER_ENDPOINT: { check: secureUrl.optional() },
} as const;

/** The variable that names a secret. */
export const secretIdVariable = { check: text.optional() };

/** The secret of this name, where the environment says that secrets lie. */
export function referenceTo(
  secretId: string,
  place: { PROJECT_ID?: string | undefined; SECRET_MANAGER_ENDPOINT?: string | undefined },
): SecretReference {
  const { PROJECT_ID: projectId = '', SECRET_MANAGER_ENDPOINT: endpoint } = place;
  return { kind: 'secret-manager', projectId, secretId, endpoint };
}
