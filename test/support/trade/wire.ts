import type { Marketplace, Write, Written } from '../../../src/channels/marketplace.ts';
import { UnavailableError } from '../../../src/platform/errors.ts';
import { DOING } from '../words.ts';

/**
 * What goes wrong with the next write. `lost`: it is done and nobody hears of it. `never`: nor is it done. `late`: it is done after the
 * answer was given up. `believed`: it is done after it was confirmed. `killed_before` and `killed_after`: whoever sends it dies before it
 * is sent, or once it is done. `stalled`: whoever sends it is taken for dead, and it is done later. `throttled`, `stale`, `busy`: nothing
 * is done, and that is said.
 */
export type Trouble =
  | 'lost'
  | 'never'
  | 'late'
  | 'believed'
  | 'killed_before'
  | 'killed_after'
  | 'stalled'
  | 'throttled'
  | 'stale'
  | 'busy';

export interface Line {
  /** Of the next write. */
  trouble: Trouble | undefined;
  /** Happens once between the next reading and what is made of it. */
  meanwhile: (() => unknown) | undefined;
  /** Its orders cannot be read. */
  isSilent: boolean;
  /** That were sent, orders apart. */
  requests: number;
  /** To be done when the time has come. */
  later(happens: () => Promise<unknown>): void;
  /** After a write that is done. */
  written(): void;
  /** After one that is not, or of which nobody knows. */
  troubled(): void;
}

const UNREACHABLE: Written = { kind: 'unreachable', reason: DOING };
const SAID: Partial<Record<Trouble, Written>> = {
  throttled: { kind: 'throttled', reason: DOING, retryAfterMs: 2000 },
  stale: { kind: 'stale' },
  busy: { kind: 'busy' },
};

/** A marketplace at the other end of a network, for a process that may die: `kill` is its death. */
export function over(line: Line, marketplace: Marketplace, kill: () => Promise<void>): Marketplace {
  const done = (writes: readonly Write[]): Promise<readonly Written[]> => marketplace.write(writes);
  const attempt = async (writes: readonly Write[]): Promise<readonly Written[]> => {
    const { trouble } = line;
    line.trouble = undefined;
    switch (trouble) {
      case undefined:
        return done(writes);
      case 'throttled':
      case 'stale':
      case 'busy':
        return writes.map(() => SAID[trouble] ?? UNREACHABLE);
      case 'believed':
        line.troubled();
        line.later(() => done(writes));
        return writes.map(() => ({ kind: 'written' }));
      case 'lost':
        await done(writes);
        break;
      case 'late':
        line.later(() => done(writes));
        break;
      case 'stalled':
        line.later(() => done(writes));
        await kill();
        break;
      case 'killed_after':
        await done(writes);
        await kill();
        break;
      case 'killed_before':
        await kill();
        break;
      case 'never':
    }
    return writes.map(() => UNREACHABLE);
  };
  return {
    ...marketplace,
    listingsPerCall: marketplace.listingsPerCall,
    listings: () => marketplace.listings(),
    async *orders(since) {
      if (line.isSilent) throw new UnavailableError(DOING);
      yield* marketplace.orders(since);
    },
    async read(listings) {
      line.requests += 1;
      const levels = await marketplace.read(listings);
      const { meanwhile } = line;
      line.meanwhile = undefined;
      await meanwhile?.();
      return levels;
    },
    async write(writes) {
      line.requests += 1;
      const outcomes = await attempt(writes);
      if (outcomes.every(({ kind }) => kind === 'written')) line.written();
      else line.troubled();
      return outcomes;
    },
  };
}
