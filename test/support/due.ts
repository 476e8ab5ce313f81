import type { Pending, PendingItems, Refusal } from '../../src/channels/channel.ts';

/** An outbox in memory, with the outbox's rules. */
export interface Due extends PendingItems {
  readonly owed: Map<number, string>;
  readonly refusals: Refusal[];
  /** The most webhooks that were handed out at once. */
  mostRead: number;
}

export function due(count: number): Due {
  const owed = new Map(Array.from({ length: count }, (_, index) => [index + 1, `key-${index + 1}`]));
  const refusals: Refusal[] = [];
  return {
    owed,
    refusals,
    mostRead: 0,
    pendingAfter(itemId, limit) {
      const rows: Pending[] = [...owed]
        .filter(([id]) => id > itemId)
        .slice(0, limit)
        .map(([id, key]) => ({ itemId: id, key }));
      this.mostRead = Math.max(this.mostRead, rows.length);
      return Promise.resolve(rows);
    },
    delivered(webhooks) {
      let left = 0;
      for (const { itemId, key } of webhooks) if (owed.get(itemId) === key && owed.delete(itemId)) left += 1;
      return Promise.resolve(left);
    },
    refused(refused, maxAttempts) {
      refusals.push(...refused);
      return Promise.resolve(maxAttempts === 1 ? refused.length : 0);
    },
  };
}
