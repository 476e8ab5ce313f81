import { afterEach, expect } from 'vitest';
import { said } from './said.ts';
import { saidBy } from './words.ts';

afterEach(({ task }) => {
  if (task.result?.state === 'fail' && said.length > 0) console.error(said.join('\n'));
  said.length = 0;
});

/** `toSay`: what an error says to an operator, of a function that throws it or a promise that rejects with it. */
expect.extend({
  toSay(received: unknown, expected: string | RegExp) {
    let error = received;
    if (typeof received === 'function') {
      try {
        (received as () => unknown)();
        return { pass: false, message: () => 'nothing was thrown' };
      } catch (thrown) {
        error = thrown;
      }
    }
    const said = saidBy(error);
    const pass = typeof expected === 'string' ? said.includes(expected) : expected.test(said);
    return { pass, message: () => `said: ${said}\nexpected: ${String(expected)}` };
  },
});

declare module 'vitest' {
  // The parameters are those of vitest's own declaration.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    toSay(expected: string | RegExp): [T] extends [never] ? never : R;
  }
}
