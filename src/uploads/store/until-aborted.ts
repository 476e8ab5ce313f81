import { orAborted } from '../../platform/lifecycle.ts';

/** The same values, and the signal's reason as soon as it aborts, though the next value should never come. */
export async function* untilAborted<T>(
  values: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void> {
  const iterator = values[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await orAborted(iterator.next(), signal);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // It ends once its last value has come, and nobody waits for that.
    iterator.return?.().catch(() => undefined);
  }
}
