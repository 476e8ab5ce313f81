import { hash } from 'node:crypto';

type Json = unknown;

/** A JSON value as text in which neither key order nor number spelling shows: equal values, equal texts. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
  }
  // -0 and 0 are one number.
  return JSON.stringify(value === 0 ? 0 : value);
}

/**
 * A 53-bit hash of a JSON value, the same for equal values. Two different values share one with a probability of
 * 1 in 9 × 10^15.
 */
export function fingerprint(value: Json): number {
  const digest = hash('sha1', canonical(value), 'buffer');
  return digest.readUIntBE(0, 6) * 32 + ((digest[6] ?? 0) & 31);
}
