export const RUNS_A_DAY = 288;
const MINUTE_MS = 60_000;
export const DAY_MS = 1440 * MINUTE_MS;

/** Of these runs, so many before the last one, it is kept what they changed. */
export const [LATE, EARLY, DAYS_AGO] = [10, 20, 3 * RUNS_A_DAY + 20];

export const RUN_COLUMNS =
  'run_id, command, mode, status, exit_code, reason, forced, started_at, alive_at, committed_at, finished_at, fetched, ' +
  'unchanged, inserted, updated, quarantined, missing, owed, delivered, pending, dead, report';
export const COMMITTED_AT = RUN_COLUMNS.split(', ').indexOf('committed_at');

/** `back` runs before the last one. One in nine changes something, the shop reprices at six, and not all goes well. */
export function run(now: Date, back: number, outage: number): (string | number | null)[] {
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

/** The same for the same number, and without a pattern that a reader would see. */
export function noise(seed: number): number {
  const mixed = Math.imul((seed + 1) ^ ((seed + 1) >>> 15), 0x2c1b_3c6d);
  return (Math.imul(mixed ^ (mixed >>> 12), 0x297a_2d39) >>> 8) & 0xffff;
}

/** As the database takes it. */
export function sql(moment: Date): string {
  return moment.toISOString().replace('T', ' ').replace('Z', '');
}
