/**
 * What people read, in English. The other languages have the same keys; log lines and the keys of JSON stay English.
 * A number comes as it is and is written here, because each language groups and counts in its own way.
 */
import { grouped, plural, seconds } from '../platform/text.ts';
import type { Counted } from '../platform/progress.ts';

const NOUNS: Record<Counted, string> = { products: 'product', webhooks: 'webhook' };

export const en = {
  progress: {
    phases: {
      locate: 'Find the checkout',
      extract: 'Read prices and stock',
      guard: 'Look for what must not happen',
      forecast: 'Count what a run would do',
      load: 'Load the changes',
      procedures: 'Call the post-load procedures',
      webhooks: 'Send the webhooks',
    },
    counted: (what: Counted, done: number, total: number | undefined): string =>
      total === undefined ? plural(done, NOUNS[what]) : `${grouped(done)} of ${plural(total, NOUNS[what])}`,
    pace: (perSecond: number, secondsLeft: number | undefined): string =>
      `${grouped(Math.round(perSecond))} a second` +
      (secondsLeft === undefined ? '' : `, ${seconds(secondsLeft * 1000, 0)} left`),
    again: 'reading once more',
    took: (durationMs: number): string => seconds(durationMs),
  },

  /** The end of a run, in sentences: "Done in 3.2 s: 253 prices changed, 30 products are new; 283 webhooks delivered, none pending." */
  summary: {
    headline: {
      succeeded: (took: number): string => `Done in ${seconds(took)}`,
      incomplete: (took: number): string => `Loaded after ${seconds(took)}, but not everything is done`,
      stopped: (took: number): string => `Stopped after ${seconds(took)}, nothing was loaded`,
      failed: (took: number): string => `Failed after ${seconds(took)}, nothing was loaded`,
      interrupted: (took: number): string => `Interrupted after ${seconds(took)}`,
    },
    wouldDo: 'A run would do this',
    wouldHaveDone: 'it would have been',
    ofTarget: (target: string): string => `${target}: `,
    nothingChanged: 'nothing changed',
    priceChanges: (count: number): string => plural(count, 'price changed', 'prices changed'),
    stockChanges: (count: number): string => plural(count, 'stock changed', 'stocks changed'),
    soldOut: (count: number): string => `${grouped(count)} sold out`,
    otherChanges: (count: number): string =>
      plural(count, 'product changed in other ways', 'products changed in other ways'),
    updated: (count: number): string => plural(count, 'product changed', 'products changed'),
    inserted: (count: number): string => plural(count, 'product is new', 'products are new'),
    missing: (count: number): string => plural(count, 'is no longer listed', 'are no longer listed'),
    removed: (count: number): string => plural(count, 'was taken off sale', 'were taken off sale'),
    quarantined: (count: number): string => `${grouped(count)} in quarantine (see \`quarantine\`)`,
    delivered: (count: number): string => plural(count, 'webhook delivered', 'webhooks delivered'),
    pending: (count: number): string => (count === 0 ? 'none pending' : `${grouped(count)} pending`),
    dead: (count: number): string => `${grouped(count)} given up (\`notify --dead\` sends them again)`,
    nothingOwed: 'no webhook was owed',
    wouldOwe: (count: number): string => plural(count, 'webhook would be owed', 'webhooks would be owed'),
    read: (fetched: number, unchanged: number): string =>
      `${plural(fetched, 'product')} read, ${grouped(unchanged)} unchanged`,
    guard: (count: number, of: number, what: string, percent: number, limit: number): string =>
      `${grouped(count)} of ${grouped(of)} would ${what} (${percent} %, ${limit} % allowed)`,
    largest: (examples: string): string => `, the largest ${examples}`,
    run: (runId: string, exitCode: number, peakRssMb: number): string =>
      `run ${runId}, exit ${exitCode}, ${peakRssMb} MB`,
  },

  runs: {
    none: 'no run yet',
    headings: {
      run: 'run',
      started: 'started (UTC)',
      status: 'status',
      exit: 'exit',
      read: 'read',
      inserted: 'new',
      updated: 'changed',
      missing: 'missing',
      removed: 'removed',
      owed: 'owed',
      pending: 'pending',
      seconds: 's',
    },
    status: {
      running: 'running',
      succeeded: 'succeeded',
      incomplete: 'incomplete',
      stopped: 'stopped',
      failed: 'failed',
      interrupted: 'interrupted',
      lost: 'lost',
    } as Record<string, string>,
    trends: { changes: 'changes', seconds: 'seconds' },
    trend: (most: number): string => `oldest to newest, ${grouped(most)} at most`,
    began: (command: string, startedAt: string): string => `${command} of ${startedAt} UTC`,
    underWay: 'It is still running.',
    lost: 'It ended without a word.',
    phase: (name: string): string => `phase ${name}`,
  },

  doctor: {
    ok: 'ok',
    failed: 'FAILED',
    skipped: 'skip',
    target: (name: string): string => `target ${name}`,
  },
  quarantine: {
    empty: 'nothing is in quarantine',
    headings: ['product', 'list', 'why', 'last seen (UTC)', '', 'item'],
    lists: { price_list: 'price_list', stock: 'stock' } as Readonly<Record<string, string>>,
    unknown: 'unknown',
    settled: 'settled',
  },
  discover: {
    headings: ['CHECKOUT', 'id', 'open', 'warehouse', 'price list'],
    yes: 'yes',
    no: 'no',
    none: 'none',
  },
  /** What errors, checks and reasons say in English, and how it is said here; see translation.ts. */
  said: {} as Readonly<Record<string, string>>,
};

export type Messages = typeof en;
