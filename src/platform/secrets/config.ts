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
  PROJECT_ID: {
    check: text.optional(),
    about: 'the Google Cloud project of all secrets; needed once one of them is named',
    example: 'my-project',
  },
  SECRET_MANAGER_ENDPOINT: {
    check: secureUrl.optional(),
    about: "an endpoint for Secret Manager other than Google's own",
  },
} as const;

/** The variable that names the secret in which `name` lies, under its own name or under a further one. */
export function secretIdVariable(name: string, place = `${name}_SECRET_ID`) {
  const exact = `${name}_SECRET_ID`;
  const about =
    place === exact
      ? `the secret in Secret Manager that holds \`${name}\`, where it is not given itself`
      : `another name of \`${exact}\`, which goes before it`;
  return { check: text.optional(), about };
}

/** The secret of this name, where the environment says that secrets lie. */
export function referenceTo(
  secretId: string,
  place: { PROJECT_ID?: string | undefined; SECRET_MANAGER_ENDPOINT?: string | undefined },
): SecretReference {
  const { PROJECT_ID: projectId = '', SECRET_MANAGER_ENDPOINT: endpoint } = place;
  return { kind: 'secret-manager', projectId, secretId, endpoint };
}
