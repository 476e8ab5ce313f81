import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { InterruptedError } from '../../src/platform/errors.ts';
import { orAborted } from '../../src/platform/lifecycle.ts';

test('work that was begun after the abort and fails later causes no unhandled rejection', async () => {
  const uncaught: unknown[] = [];
  const listeners = process.rawListeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', (error) => uncaught.push(error));
  const failing = sleep(20).then(() => Promise.reject(new Error('no credentials')));
  const aborted = AbortSignal.abort(new InterruptedError('SIGTERM'));
  await expect(orAborted(failing, aborted)).rejects.toSay('stopped by SIGTERM');
  await sleep(60);
  process.removeAllListeners('unhandledRejection');
  for (const listener of listeners) process.on('unhandledRejection', listener as () => void);
  expect(uncaught).toEqual([]);
});
