import { realCatalogue, SURVEY_DATES } from '../../dev/simulate/catalogue.ts';
import type { TestSchema } from './database.ts';

/** Names that a supplier could give and that must stay names. */
export const HOSTILE_NAMES = [
  `</script><img src=x onerror="document.title='owned'">`,
  `<!-- <script>document.title='owned'</script>`,
  `"quotes" & 'quotes' &lt;b&gt; \${document.title}`,
  `سكر \u202e1234\u202c ‏kg\u2066`,
  `Mate 🧉 for the 👩‍👩‍👧‍👦`,
  `Yerba ${'muy '.repeat(1000)}larga`,
  'line\nbreak\u0000\u001b[31m',
];

const RUNS_A_DAY = 288;
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const ROWS_PER_STATEMENT = 1000;

const RUN_COLUMNS =
  'run_id, command, mode, status, exit_code, reason, forced, started_at, alive_at, committed_at, finished_at, fetched, ' +
  'unchanged, inserted, updated, quarantined, missing, owed, delivered, pending, dead, report';

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

/** How many runs before the last one, and what that one changed. */
type Told = [
  back: number,
  kind: string,
  oldPrice: number | null,
  newPrice: number | null,
  oldStock: number | null,
  newStock: number | null,
];

const FIRST_STORY = 2000;
const [LATE, EARLY, DAYS_AGO] = [10, 20, 3 * RUNS_A_DAY + 20];
const COMMITTED_AT = RUN_COLUMNS.split(', ').indexOf('committed_at');

/** In this order from the product at FIRST_STORY on. */
const STORIES = {
  thereAndBack: [
    [EARLY, 'changed', 100, 120, 9, 9],
    [LATE, 'changed', 120, 100, 9, 9],
  ],
  dearerTwice: [
    [EARLY, 'changed', 100, 110, 9, 9],
    [LATE, 'changed', 110, 2500, 9, 9],
  ],
  ranOut: [[LATE, 'changed', 50, 50, 8, 0]],
  ranOutAndBack: [
    [EARLY, 'changed', 50, 50, 5, 0],
    [LATE, 'changed', 50, 50, 0, 7],
  ],
  back: [[LATE, 'changed', 50, 50, 0, 12]],
  gone: [[LATE, 'gone', 50, 50, 3, 0]],
  deleted: [[LATE, 'deleted', 50, null, 3, null]],
  new: [[LATE, 'new', null, 75, null, 4]],
  ranOutDaysAgo: [[DAYS_AGO, 'changed', 50, 50, 7, 0]],
  sevenTimes: Array.from({ length: 7 }, (_, index): Told => [
    DAYS_AGO - index,
    'changed',
    50 + index,
    51 + index,
    4,
    4,
  ]),
} satisfies Record<string, Told[]>;

function stockNow(index: number): number {
  const story = Object.values(STORIES)[index - FIRST_STORY];
  if (story !== undefined) return story.at(-1)?.[5] ?? 0;
  // As `changes` leaves it.
  return index < 1500 ? (index % 2 === 0 ? 0 : 6) : index % 90;
}

/** `back` runs before the last one. One in nine changes something, the shop reprices at six, and not all goes well. */
function run(now: Date, back: number, outage: number): (string | number | null)[] {
  const started = new Date(now.getTime() - (4 + 5 * back) * MINUTE_MS);
  const slot = RUNS_A_DAY - 1 - (back % RUNS_A_DAY);
  const day = 29 - Math.floor(back / RUNS_A_DAY);
  const failed = 29 * RUNS_A_DAY - back;
  const [status, exitCode, reason] =
    failed > 0 && failed <= outage ? (OUTAGE[failed % 2] as Outcome) : outcome(day, slot);
  const loaded = status === 'succeeded' || status === 'incomplete';
  const isRepricing = slot === 72 && day % 7 !== 6;
  const isChanging = back === 2 || isRepricing || noise(back) % 9 === 0;
  const updated =
    back === 2
      ? 1500
      : !loaded || !isChanging
        ? 0
        : isRepricing
          ? 150 + (noise(day) % 250)
          : 1 + (noise(back + 1) % 12);
  // Of the others other data changed, which nobody keeps.
  const isKept = [2, LATE, EARLY, DAYS_AGO].includes(back);
  const inserted = isKept && updated > 6 ? noise(back + 2) % 5 : 0;
  const pending = status === 'incomplete' ? updated + 40 : 0;
  const durationMs = loaded
    ? 2400 + (noise(back + 3) % 900) + updated * 25 + (slot === 72 ? 9000 : 0)
    : 31_000;
  const finished = new Date(started.getTime() + durationMs);
  const stamp = started.toISOString().replace(/\D/g, '');
  return [
    `${stamp.slice(0, 8)}-${stamp.slice(8, 14)}-${String(back).padStart(6, '0')}`,
    'sync',
    'delta',
    status,
    exitCode,
    reason,
    0,
    sql(started),
    sql(finished),
    loaded ? sql(finished) : null,
    sql(finished),
    !loaded && exitCode !== 77 ? 0 : 15_078 + day,
    15_000,
    inserted,
    updated,
    day > 20 ? 3 : 0,
    14 + (noise(day) % 9),
    updated + inserted,
    updated + inserted - Math.min(pending, updated + inserted),
    pending,
    day % 11 === 3 && slot === 100 ? 2 : 0,
    JSON.stringify({
      event: 'run.finished',
      duration_ms: durationMs,
      not_found: [],
      overridden: null,
      phases_ms: {},
      price_changes: isKept ? updated : 0,
      stock_changes: 0,
      other_changes: isKept ? 0 : updated,
    }),
  ];
}

type Outcome = [status: string, exitCode: number | null, reason: string | null];

const OUTAGE: readonly Outcome[] = [
  [
    'failed',
    69,
    'Bitcram does not answer: GET price_list page 1: connect ECONNREFUSED; the next run tries again',
  ],
  ['failed', 69, 'Bitcram answered 503 to GET price_list page 1; the next run tries again'],
];

function outcome(day: number, slot: number): Outcome {
  if (day === 27 && slot === 50) return ['lost', null, null];
  if (day === 27 && slot === 60) return ['interrupted', 143, 'ended by SIGTERM'];
  if (day === 12 && slot > 150 && slot < 163) {
    return [
      'failed',
      69,
      'Bitcram does not answer: GET price_list page 3: no answer within 30 s; the next run tries again',
    ];
  }
  if (day === 19 && slot > 71 && slot < 74) {
    return [
      'stopped',
      77,
      'stopped before loading: 2,311 of 13,190 products would fall from stock to none (17.5 %, 10 % allowed; the largest: 100017: 200 → 0); look at the list of prices and stock in the source; if it is right, run `npm run job -- sync --force` once',
    ];
  }
  if (day === 24 && slot > 200 && slot < 214) {
    return [
      'incomplete',
      69,
      '40 webhooks still pending: NOTIFY_BUDGET_MS was used up; the next run, or `npm run job -- notify`, sends them',
    ];
  }
  return ['succeeded', 0, null];
}

function changes(runId: string, ids: readonly number[], now: Date): (string | number | null)[][] {
  return ids.slice(0, 1500).map((id, index) => {
    const before = 100 + (noise(index) % 90_000) / 10;
    const isMoved = index < 900;
    const after = index === 7 ? null : Math.round(before * (0.6 + (noise(index + 9) % 90) / 100) * 100) / 100;
    const isSoldOut = index % 2 === 0;
    return [
      runId,
      id,
      'changed',
      index === 8 ? null : before,
      isMoved ? after : before,
      isSoldOut ? 1 + (noise(index) % 80) : 5,
      isSoldOut ? 0 : 6,
      sql(now),
    ];
  });
}

async function insert(schema: TestSchema, into: string, rows: readonly unknown[][]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    await schema.query(`INSERT INTO ${into} VALUES ?`, [rows.slice(at, at + ROWS_PER_STATEMENT)]);
  }
}

/** The same for the same number, and without a pattern that a reader would see. */
function noise(seed: number): number {
  const mixed = Math.imul((seed + 1) ^ ((seed + 1) >>> 15), 0x2c1b_3c6d);
  return (Math.imul(mixed ^ (mixed >>> 12), 0x297a_2d39) >>> 8) & 0xffff;
}

function sql(moment: Date): string {
  return moment.toISOString().replace('T', ' ').replace('Z', '');
}
