/**
 * What people read, in English. The other languages have the same keys; log lines and the keys of JSON stay English.
 * A number comes as it is and is written here, because each language groups and counts in its own way.
 */
import { plural } from '../platform/text.ts';

export const en = {
  noRunYet: 'no run yet',
  products: (count: number): string => plural(count, 'product'),
  /** What errors, checks and reasons say in English, and how it is said here; see translation.ts. */
  said: [] as readonly (readonly [english: string, here: string])[],
};

export type Messages = typeof en;
