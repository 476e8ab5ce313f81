import type { BitcramSimulator } from '../simulate/bitcram.ts';
import { realCatalogue, SURVEY_DATES, type SurveyDate } from '../simulate/catalogue.ts';
import type { PublicationsSimulator } from '../simulate/publications.ts';

/** What the demo reads of a run's report. */
export interface DayReport {
  fetched: number;
  inserted: number;
  updated: number;
  missing: number;
  removed: number;
  unchanged: number;
  delivered: number;
  duration_ms: number;
  peak_rss_mb: number;
}

export interface Day {
  date: SurveyDate;
  report: DayReport;
  /** The product of each webhook that the publications service accepted, in the order of arrival. */
  notifiedIds: readonly (number | undefined)[];
}

type Counted = 'fetched' | 'inserted' | 'updated' | 'missing' | 'removed' | 'unchanged';
type ExpectedDay = Readonly<Record<Counted | 'webhooks', number>>;

/**
 * What truly happened in the shop (see dev/data/README.md); who is missing from two lists in a row is removed. Two of the 14
 * removed products had no stock, so that no webhook is sent for them.
 */
const EXPECTED: Readonly<Record<SurveyDate, ExpectedDay>> = {
  '2020-04-13': {
    fetched: 15_078,
    inserted: 15_078,
    updated: 0,
    unchanged: 0,
    missing: 0,
    removed: 0,
    webhooks: 15_078,
  },
  '2020-04-19': {
    fetched: 15_094,
    inserted: 30,
    updated: 253,
    unchanged: 14_811,
    missing: 14,
    removed: 0,
    webhooks: 283,
  },
  '2020-04-26': {
    fetched: 15_081,
    inserted: 9,
    updated: 198,
    unchanged: 14_874,
    missing: 22,
    removed: 14,
    webhooks: 219,
  },
};

export interface SyncedShop {
  bitcram: Pick<BitcramSimulator, 'setCatalogue' | 'setStock'>;
  publications: Pick<PublicationsSimulator, 'received' | 'reset'>;
  /** One run of the job, from its start to its report. */
  sync: (date: SurveyDate, listed: number) => Promise<DayReport>;
}

/** Serves one date of the real catalogue after the other, and syncs once on each. */
export async function* threeDays({ bitcram, publications, sync }: SyncedShop): AsyncGenerator<Day, void> {
  for (const date of SURVEY_DATES) {
    const { priceList, stock } = await realCatalogue(date);
    bitcram.setCatalogue(priceList);
    bitcram.setStock(stock);
    publications.reset();
    const report = await sync(date, priceList.length);
    yield { date, report, notifiedIds: publications.received().map(({ itemId }) => itemId) };
  }
}

/** What came out otherwise than it must, in words; nothing where all is well. */
export function deviations({ date, report, notifiedIds }: Day): string[] {
  const { webhooks, ...counts } = EXPECTED[date];
  const wrong = (name: string, found: number, expected: number): string[] =>
    found === expected ? [] : [`${date}: ${name} is ${found}, expected ${expected}`];
  return [
    ...Object.entries(counts).flatMap(([name, expected]) => wrong(name, report[name as Counted], expected)),
    ...wrong('webhooks received', notifiedIds.length, webhooks),
    ...wrong('products notified', new Set(notifiedIds).size, webhooks),
  ];
}
