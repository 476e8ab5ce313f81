/**
 * Starts to read at once and stays one value ahead of its reader, so that the next one is on its way while this one is worked on.
 * Whoever stops reading early must call `return`, which `for await` does.
 */
export function readAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const pull = (): Promise<IteratorResult<T>> => {
    const next = iterator.next();
    // Met again when the reader comes to it.
    next.catch(() => undefined);
    return next;
  };
  let next = pull();
  async function* read(): AsyncGenerator<T, void, undefined> {
    try {
      for (;;) {
        const result = await next;
        if (result.done === true) return;
        next = pull();
        yield result.value;
      }
    } finally {
      // After what is under way, which nobody waits for: it may take long, or for ever.
      iterator.return?.()?.catch(() => undefined);
    }
  }
  return read();
}
