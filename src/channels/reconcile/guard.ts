import { EXIT, SyncError } from '../../platform/errors.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { phrase } from './phrase.ts';

/** So much differs that it is no slip of a person. */
export class DriftError extends SyncError {
  readonly exitCode = EXIT.guard;
}

interface Measured {
  service: Phrase;
  differing: number;
  /** What is gone is written no more: half an answer would take listings that sell out of the stock's reach. */
  gone: number;
  listings: number;
  maxPercent: number;
}

/** What is wrong with correcting so many; undefined where nothing is. One listing by itself is none of many, however few there are. */
export function tooMany({
  service,
  differing,
  gone,
  listings,
  maxPercent,
}: Measured): DriftError | undefined {
  const count = differing + gone;
  const isExceeded = count * 100 > listings * maxPercent && (count > 1 || maxPercent === 0);
  if (!isExceeded) return undefined;
  // Never rounded to the limit itself.
  const percent = Math.ceil((count / listings) * 10_000) / 100;
  return new DriftError(
    phrase('too_many', { service, count, gone, of: listings, percent, limit: maxPercent }),
  );
}
