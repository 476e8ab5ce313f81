import type { SecretValue } from '../secret-config.ts';
import type { Secrets } from '../secrets.ts';
import type { Check } from './finding.ts';

/** That a secret can be read; of one that is given itself there is nothing to check. Undefined where it cannot be had. */
export async function checkSecret(
  check: Check,
  name: string,
  value: SecretValue | undefined,
  secrets: Secrets,
): Promise<string | undefined> {
  if (value?.kind !== 'secret-manager') return value?.value ?? '';
  return check(name, [], async () => ({
    value: await secrets.text(value),
    detail: `taken from secret ${value.secretId}`,
  }));
}
