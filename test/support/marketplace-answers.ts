import fc from 'fast-check';
import type { Listing, Marketplace } from '../../src/channels/marketplace.ts';

/** The ways in which there is no answer. */
export const FAILURES = ['refused', 'denied', 'throttled', 'unreachable'];

/** What any server may answer with: JSON with members of these names and anything in them, and text that is none. */
export function strangeAnswers(names: readonly string[], values: readonly string[]) {
  const status = fc.constantFrom(
    ...[200, 201, 204, 301, 400, 401, 402, 403, 404, 408, 409, 422, 423, 429, 430, 500, 503, 599],
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 0, -1, 1e21, '', ...values),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.record(Object.fromEntries(names.map((name) => [name, tie('value')])), { requiredKeys: [] }),
    ),
  }));
  const text = fc.oneof(
    value.map((json) => JSON.stringify(json)),
    fc.string(),
  );
  return { json: value, received: fc.tuple(status, text).map(([code, said]) => answer(code, said)) };
}

const answer = (status: number, text: string) => ({
  ...{ status, headers: {}, body: [Buffer.from(text)], isWhole: true },
});

/** What a job does, round by round: reads, and writes what differs. Returns how much was not there yet, or not known to be. */
export async function deliverOnce(
  marketplace: Marketplace,
  listings: readonly Listing[],
  wanted: (listing: Listing) => number,
): Promise<number> {
  const levels = await marketplace.read(listings);
  const writes = listings.flatMap((listing, index) => {
    const read = levels[index];
    if (read?.kind !== 'active' && read?.kind !== 'inactive') return [];
    const quantity = wanted(listing);
    return read.kind === 'active' && read.quantity === quantity ? [] : [{ ...listing, quantity, read }];
  });
  if (writes.length > 0) await marketplace.write(writes);
  return writes.length + levels.filter((level) => 'reason' in level).length;
}
