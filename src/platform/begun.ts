/** Values of which the first one is there already: what cannot even begin throws here, before anybody was promised anything. */
export async function begun<T>(values: AsyncGenerator<T, void, undefined>): Promise<AsyncIterable<T>> {
  let first: IteratorResult<T, void> | undefined = await values.next();
  const next = async (): Promise<IteratorResult<T, void>> => {
    const result = first ?? (await values.next());
    first = undefined;
    return result;
  };
  // Also where nobody takes even the first, whatever they were read from is left.
  return { [Symbol.asyncIterator]: () => ({ next, return: () => values.return() }) };
}
