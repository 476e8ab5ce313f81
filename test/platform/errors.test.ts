import { expect, test } from 'vitest';
import {
  asSyncError,
  BugError,
  ConfigurationError,
  EXIT,
  type ExitCode,
  InterruptedError,
  worstExit,
} from '../../src/platform/errors.ts';
import { DOING } from '../support/words.ts';

const ORDER: readonly ExitCode[] = [70, 78, 77, 65, 69, 75, 0];

test('of two exit codes the first in the contract wins, in whatever order they arise', () => {
  for (const [rank, worse] of ORDER.entries()) {
    for (const better of ORDER.slice(rank)) {
      expect(worstExit([worse, better])).toBe(worse);
      expect(worstExit([better, worse])).toBe(worse);
    }
  }
});

test('no failure is success', () => {
  expect(worstExit([])).toBe(EXIT.ok);
});

test('what nobody expected is a bug and says what to do', () => {
  const error = asSyncError(new TypeError('x is not a function'));
  expect(error).toBeInstanceOf(BugError);
  expect(error).toMatchObject({ exitCode: 70, phrase: { code: 'platform.unexpected' } });
  expect(error).toSay(/^unexpected: x is not a function; run again with LOG_LEVEL=debug/);
  expect(asSyncError('thrown text')).toSay('thrown text');
});

test('an error that is named already stays itself', () => {
  const error = new ConfigurationError(DOING, { cause: new Error('why') });
  expect(asSyncError(error)).toBe(error);
  expect(error).toMatchObject({ name: 'ConfigurationError', phrase: DOING, cause: { message: 'why' } });
});

test('a signal has the exit code that a shell gives it', () => {
  expect(new InterruptedError('SIGINT').exitCode).toBe(130);
  expect(new InterruptedError('SIGTERM').exitCode).toBe(143);
});
