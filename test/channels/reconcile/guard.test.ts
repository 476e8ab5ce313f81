import { expect, test } from 'vitest';
import { tooMany } from '../../../src/channels/reconcile/guard.ts';
import { DOING, inSpanish } from '../../support/words.ts';

test('what is just beyond the limit is not said to be at it', () => {
  const measured = { service: DOING, gone: 0, listings: 299, maxPercent: 1 };
  expect(tooMany({ ...measured, differing: 2 })).toBeUndefined();
  const stopped = tooMany({ ...measured, differing: 3 });
  expect(stopped && inSpanish(stopped.phrase).message).toContain('(1,01 %, se permite 1 %)');
});
