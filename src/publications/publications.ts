import type { OwedWebhook, Refusal } from '../domain.ts';

/** The receiver of webhooks as the job sees it. */
export interface Publications {
  /** Sends what is due, many at a time, until nothing is left, the budget is spent or sending is pointless. */
  deliver(due: DueWebhooks, onProgress: (delivered: number) => void): Promise<Delivery>;
}

/** Where due webhooks come from, and where it is written down what became of them. */
export interface DueWebhooks {
  owedAfter(itemId: number, limit: number): Promise<OwedWebhook[]>;
  /** Returns how many were taken out. */
  delivered(webhooks: readonly OwedWebhook[]): Promise<number>;
  /** Returns how many died of it. */
  refused(refusals: readonly Refusal[], maxAttempts: number): Promise<number>;
}

export interface Delivery {
  delivered: number;
  /** Refused so often that nobody tries again by itself. */
  dead: number;
  /** Why sending ended before everything was sent. */
  ended: 'budget' | 'failing' | 'secret' | 'stopped' | undefined;
  /** The last failure in words, for the operator. */
  lastFailure: string | undefined;
}
