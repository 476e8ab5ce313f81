import { phrase } from '../phrase.ts';
import type { Failure, Level, Write, Written } from '../marketplace.ts';
import type { DueListing } from './due.ts';

/** So many at once are not deleted; it is another shop. */
const LEAST_GONE = 10;

/** Where none of so many exists, the shop is the wrong one; it says nothing about the listings. */
export function believed(levels: readonly (Level | Failure)[]): readonly (Level | Failure)[] {
  const count = levels.length;
  if (count < LEAST_GONE || levels.some(({ kind }) => kind !== 'gone')) return levels;
  return levels.map(() => ({ kind: 'denied', reason: phrase('none_there', { count }), fact: 'gone' }));
}

/** A listing with what stands in the marketplace, and what it should offer. */
export interface Asked {
  listing: DueListing;
  level: Level | Failure;
  offer: number | undefined;
}

export interface Wrong extends Asked {
  level: Write['read'];
  offer: number;
}

export function isThere(level: Level | Failure): level is Write['read'] {
  return level.kind === 'active' || level.kind === 'inactive';
}

export function isAnswer(outcome: Written): outcome is Exclude<Written, Failure> {
  return outcome.kind === 'written' || outcome.kind === 'stale' || outcome.kind === 'busy';
}

/** What is inactive offers nothing. */
export function isRight({ level, offer }: Pick<Asked, 'level' | 'offer'>): boolean {
  return (level.kind === 'active' && level.quantity === offer) || (level.kind === 'inactive' && offer === 0);
}

export function isWrong(asked: Asked): asked is Wrong {
  return asked.offer !== undefined && isThere(asked.level) && !isRight(asked);
}

export function isRise({ level, offer }: Wrong): boolean {
  return level.kind === 'inactive' || level.quantity < offer;
}

export function listingsOf(asked: readonly { listing: DueListing }[]): DueListing[] {
  return asked.map(({ listing }) => listing);
}
