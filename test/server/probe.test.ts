import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Probe } from '../../src/server/probe.ts';

test('who asks at the same time, or soon after, shares a look', async () => {
  let looks = 0;
  const probe = new Probe(async () => (looks += 1), { freshMs: 200, limitMs: 100 });
  expect(await Promise.all([probe.value(), probe.value()])).toEqual([1, 1]);
  expect(await probe.value()).toBe(1);
  await pause(250);
  expect(await probe.value()).toBe(2);
});

test('who comes while a look takes longer than its answer is good waits for that one', async () => {
  let looks = 0;
  const look = async (): Promise<number> => {
    looks += 1;
    await pause(150);
    return looks;
  };
  const probe = new Probe(look, { freshMs: 20, limitMs: 1_000 });
  const first = probe.value();
  await pause(60);
  expect(await Promise.all([first, probe.value()])).toEqual([1, 1]);
  expect(await probe.value()).toBe(2);
});

test('a look that fails, or takes too long, finds nothing, and is told to end', async () => {
  const failing = new Probe(() => Promise.reject(new Error('away')), { freshMs: 1_000, limitMs: 1_000 });
  expect(await failing.value()).toBeUndefined();
  let ended: unknown;
  const hanging = new Probe(
    async (signal) => {
      await once(signal, 'abort');
      ended = signal.reason;
    },
    { freshMs: 1_000, limitMs: 50 },
  );
  expect(await hanging.value()).toBeUndefined();
  expect(ended).toMatchObject({ name: 'TimeoutError' });
});
