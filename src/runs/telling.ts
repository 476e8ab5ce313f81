import type { SoldReport } from './report.ts';
import type { RunText } from './words/en.ts';

type Summary = Pick<RunText, 'summary'>;

/** What a run counted, under the names of its report; one of an earlier version may lack the later ones. */
export interface RunCounts {
  inserted?: number;
  updated?: number;
  price_changes?: number;
  stock_changes?: number;
  other_changes?: number;
  sold_out?: number;
  lowered?: number;
  missing?: number;
  removed?: number;
  missing_blocked?: number;
  quarantined?: number;
  delivered?: number;
  pending?: number;
  dead?: number;
}

/** What a run changed, or would have: each of its products once. */
export function changesIn({ inserted = 0, updated = 0, removed = 0, lowered = 0 }: RunCounts): number {
  return inserted + updated + removed + lowered;
}

/** Whether it was done, would be done, or would have been. */
export type Mood = 'did' | 'would' | 'wouldHave';

/** "253 prices changed, 30 products are new". */
export function changesInWords(counts: RunCounts, { summary: all }: Summary, mood: Mood = 'did'): string {
  const summary = { ...all, ...(mood === 'did' ? undefined : all[mood]) };
  const counted: [count: number | undefined, words: (count: number) => string][] = [
    [counts.price_changes, summary.priceChanges],
    [counts.stock_changes, summary.stockChanges],
    [counts.sold_out, summary.soldOut],
    [counts.lowered, summary.lowered],
    [counts.other_changes, summary.otherChanges],
    [counts.price_changes === undefined ? counts.updated : 0, summary.updated],
    [counts.inserted, summary.inserted],
    [counts.missing, summary.missing],
    [counts.removed, summary.removed],
    [counts.quarantined, summary.quarantined],
    [counts.missing_blocked, summary.missingBlocked],
  ];
  const said = counted.flatMap(([count = 0, words]) => (count > 0 ? [words(count)] : []));
  return said.length === 0 ? summary.nothingChanged : said.join(', ');
}

/** "283 webhooks delivered, none pending"; undefined where none was pending. */
export function webhooksInWords(counts: RunCounts, { summary }: Summary): string | undefined {
  const { delivered = 0, pending = 0, dead = 0 } = counts;
  if (delivered + pending + dead === 0) return undefined;
  const said = [summary.delivered(delivered), summary.pending(pending)];
  if (dead > 0) said.push(summary.dead(dead));
  return said.join(', ');
}

/** "shopify: 12 listings show the right stock, none pending, 2 lines of orders recorded."; nothing of one with nothing to do. */
export function soldInWords(channels: Readonly<Record<string, SoldReport>>, { summary }: Summary): string[] {
  return Object.entries(channels).flatMap(([channel, { accepted, pending, dead, orders }]) => {
    if (accepted + pending + dead + orders === 0) return [];
    const said = [summary.sold(channel, accepted), summary.listingsPending(pending)];
    if (dead > 0) said.push(summary.listingsDead(dead));
    if (orders > 0) said.push(summary.orders(orders));
    return [`${said.join(', ')}.`];
  });
}
