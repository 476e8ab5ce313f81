import { onTestFinished } from 'vitest';
import { parseConfig } from '../../../src/platform/config/config.ts';
import type { Log } from '../../../src/platform/log.ts';
import { openSecrets } from '../../../src/platform/secrets/secrets.ts';
import { storageConfig } from '../../../src/uploads/config.ts';
import type { StorageJob } from '../../../src/uploads/storage.ts';
import { silentLog } from '../words.ts';

const never = new AbortController().signal;

/** What opens store and queue under this environment, until the scope ends: by default that of the test. */
export function storageJob(
  env: Record<string, string>,
  { scope = ofTheTest(), log = silentLog }: { scope?: AsyncDisposableStack; log?: Log } = {},
): StorageJob {
  const config = parseConfig(env, { storage: storageConfig });
  return { config, scope, log, secrets: openSecrets([], never, scope) };
}

function ofTheTest(): AsyncDisposableStack {
  const scope = new AsyncDisposableStack();
  onTestFinished(() => scope.disposeAsync());
  return scope;
}
