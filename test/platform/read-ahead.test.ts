import { expect, test } from 'vitest';
import { readAhead } from '../../src/platform/read-ahead.ts';

test('what is read from is closed once its reader has enough, also in the middle of something', async () => {
  let isClosed = false;
  async function* numbers(): AsyncGenerator<number, void> {
    try {
      for (let number = 1; ; number += 1) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        yield number;
      }
    } finally {
      isClosed = true;
    }
  }
  for await (const number of readAhead(numbers())) if (number === 2) break;
  await expect.poll(() => isClosed).toBe(true);
});
