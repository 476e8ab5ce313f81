import { realCatalogue, SURVEY_DATES } from '../../dev/simulate/catalogue.ts';
import type { TestSchema } from './database.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';
import { changes, FIRST_STORY, STORIES, stockNow } from './month-changes.ts';
import { COMMITTED_AT, DAY_MS, run, RUN_COLUMNS, RUNS_A_DAY, sql } from './month-runs.ts';

const ROWS_PER_STATEMENT = 1000;

export interface Month {
  lastChangeId: string;
  products: number;
  runs: number;
  /** Products of which something particular holds today, and the last one of another day. */
  ids: Record<keyof typeof STORIES, number>;
}

export interface MonthOptions {
  /** So many runs in a row failed, from the second day on, of two causes in turn. */
  outage?: number;
}

/** Where it is noon at this moment: what is a few hours old is of today there. */
export function zoneAtNoon(now: Date): string {
  const ahead = 12 - now.getUTCHours();
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** A shop of 15,000 real products and a run every five minutes for 30 days, the last one four minutes before `now`. */
export async function fillMonth(
  schema: TestSchema,
  now: Date,
  { outage = 0 }: MonthOptions = {},
): Promise<Month> {
  const { priceList } = await realCatalogue(SURVEY_DATES[0]);
  const products = priceList.map(({ product_id: id, ...data }, index) => [
    id,
    JSON.stringify({ ...data, product_name: HOSTILE_NAMES[index] ?? data.product_name }),
    stockNow(index),
    sql(now),
  ]);
  const ids = products.map(([id]) => Number(id));
  const names = Object.keys(STORIES) as (keyof typeof STORIES)[];
  const told = Object.fromEntries(names.map((name, at) => [name, ids[FIRST_STORY + at]]));
  await insert(
    schema,
    'raw_item_data (id, data, stock, updated_at)',
    products.filter(([id]) => id !== told['deleted']),
  );
  const runs = Array.from({ length: 30 * RUNS_A_DAY }, (_, back) => run(now, back, outage));
  await insert(schema, `sync_run (${RUN_COLUMNS})`, runs);
  const lastChangeId = String(runs[2]?.[0]);
  await insert(schema, 'sync_change', changes(lastChangeId, ids, now));
  await insert(
    schema,
    'sync_change',
    names.flatMap((name) =>
      STORIES[name].map(([back, ...change]) => [
        runs[back]?.[0],
        told[name],
        ...change,
        runs[back]?.[COMMITTED_AT],
      ]),
    ),
  );
  await insert(
    schema,
    'channel_outbox (subject_id, `key`, attempts, last_error, owed_at, dead_at)',
    ids
      .slice(0, 640)
      .map((id, index) => [
        id,
        `key-${id}`,
        index % 9,
        index % 3 === 0 ? null : 'the receiver answered 422: the listing is paused',
        sql(new Date(now.getTime() - (index + 1) * 40_000)),
        index % 20 === 0 ? sql(new Date(now.getTime() - index * 60_000)) : null,
      ]),
  );
  await insert(
    schema,
    'sync_quarantine (list, subject, reason, item_id, raw, runs, first_seen_at, last_seen_at, last_run_id)',
    ids
      .slice(0, 12)
      .map((id, index) => [
        'price_list',
        `${id}`,
        index % 2 === 0 ? 'bad_price' : 'no_id',
        index % 2 === 0 ? id : null,
        `{"product_name": ${JSON.stringify(HOSTILE_NAMES[index % HOSTILE_NAMES.length])}, "price": "1.234,56"}`,
        index + 1,
        sql(new Date(now.getTime() - index * DAY_MS)),
        sql(now),
        lastChangeId,
      ]),
  );
  await insert(
    schema,
    'sync_missing (item_id, runs, missing_since)',
    [told['gone'], ...ids.slice(-17)].map((id) => [id, 1, sql(now)]),
  );
  return { lastChangeId, products: products.length, runs: runs.length, ids: told as Month['ids'] };
}

async function insert(schema: TestSchema, into: string, rows: readonly unknown[][]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    await schema.query(`INSERT INTO ${into} VALUES ?`, [rows.slice(at, at + ROWS_PER_STATEMENT)]);
  }
}
