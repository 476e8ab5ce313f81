import type { Pending, PendingItems, Refusal } from '../../src/channels/channel.ts';

/** An outbox in memory, with the outbox's rules. */
export interface Due extends PendingItems {
  readonly owed: Map<number, string>;
  readonly refusals: Refusal[];
  /** Those that were tried in vain, in order. */
  readonly triedInVain: number[];
  /** The most webhooks that were handed out at once. */
  mostRead: number;
}

export function due(count: number): Due {
  const owed = new Map(Array.from({ length: count }, (_, index) => [index + 1, `key-${index + 1}`]));
  const refusals: Refusal[] = [];
  const triedInVain: number[] = [];
  return {
    owed,
    refusals,
    triedInVain,
    mostRead: 0,
    async *inOrder(limit) {
      const rows: Pending[] = [...owed].map(([subjectId, key]) => ({ subjectId, key }));
      for (let at = 0; at < rows.length; at += limit) {
        const page = await Promise.resolve(rows.slice(at, at + limit));
        this.mostRead = Math.max(this.mostRead, page.length);
        yield page;
      }
    },
    tried(webhooks) {
      triedInVain.push(...webhooks.map(({ subjectId }) => subjectId));
      return Promise.resolve();
    },
    delivered(webhooks) {
      let taken = 0;
      for (const { subjectId, key } of webhooks) {
        if (owed.get(subjectId) === key && owed.delete(subjectId)) taken += 1;
      }
      return Promise.resolve(taken);
    },
    state: () => Promise.resolve({ pausedAt: null, waitMs: 0 }),
    noteWait: () => Promise.resolve(),
    refused(refused, maxAttempts) {
      refusals.push(...refused);
      return Promise.resolve(maxAttempts === 1 ? refused.length : 0);
    },
  };
}
