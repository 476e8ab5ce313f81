import type { Config } from '../config.ts';
import { NoSuchSecretError } from '../platform/secret-refusal.ts';
import type { SecretValue } from '../secret-config.ts';
import type { Secrets } from '../secrets.ts';
import type { Check } from './finding.ts';

const DAY_MS = 86_400_000;

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

/** What a renewal needs, without the log-in itself: that would make a token. */
export async function checkRenewal(
  check: Check,
  renewal: Config['renewal'] | undefined,
  secrets: Secrets,
): Promise<void> {
  if (renewal === undefined) return;
  const { secret, password } = renewal;
  await checkSecret(check, 'token renewal: password', password, secrets);
  await check('token renewal: versions', [], async () => {
    const latest = await secrets.manager(secret).latest(secret.secretId);
    if (latest === undefined)
      throw new NoSuchSecretError(`the secret ${secret.secretId} has no version`, {
        hint: 'run `renew-token --if-older-than 0`',
      });
    const ageDays = ((Date.now() - latest.createdMs) / DAY_MS).toFixed(1);
    return {
      value: true,
      detail: `version ${latest.number} of secret ${secret.secretId} is ${ageDays} days old`,
    };
  });
}
