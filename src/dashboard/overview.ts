import type { Session } from '../mysql/session.ts';
import { phrase } from './phrase.ts';
import { type NamedProducts, namesOf } from './names.ts';

/** What a page about the shop is made of: what the job's tables say, in bounded questions that change nothing. */
export interface Overview {
  /** The database's clock, which all moments here were written by. UTC, as every moment below. */
  now: string;
  /** Newest first. */
  runs: RunFacts[];
  /** A flash aside, also where it is older than `runs`. */
  lastSync: RunFacts | undefined;
  lastGood: RunFacts | undefined;
  /** By run. */
  stories: ReadonlyMap<string, Story>;
  lastChange: ChangingRun | undefined;
  owed: Listed<OutboxRow>;
  dead: Listed<OutboxRow>;
  quarantine: Listed<QuarantineRow>;
  missing: number;
  /** Changes of known products since the first flash in these days; undefined where there was none. */
  found: Found | undefined;
  names: NamedProducts;
}

interface Found {
  byFlash: number;
  /** By the whole readings after it. */
  later: number;
}

export interface RunFacts {
  runId: string;
  /** "flash" for a `sync` of that mode: it says nothing of what the source has as a whole. */
  command: string;
  status: string;
  exitCode: number | null;
  forced: number;
  startedAt: string;
  aliveAt: string;
  committedAt: string | null;
  durationMs: number | null;
  fetched: number;
  inserted: number;
  updated: number;
  removed: number;
  quarantined: number;
  missing: number;
  delivered: number;
  pending: number;
  dead: number;
}

export interface Story {
  runId: string;
  reason: string | null;
  error: string | null;
  report: string | null;
}

/** `rows` are the first of `count`. */
interface Listed<Row> {
  count: number;
  rows: Row[];
}

interface ChangingRun {
  run: RunFacts;
  /** Of its changes; 0 where none were recorded. */
  recorded: number;
  priceMoves: Listed<ChangeRow>;
  soldOut: Listed<ChangeRow>;
}

/** Where a column is a BIGINT the driver gives a number that a double does not hold as text. */
type Big = number | string;

export interface ChangeRow {
  itemId: Big;
  oldPrice: number | null;
  newPrice: number | null;
  oldStock: Big | null;
  newStock: Big | null;
}

export interface OutboxRow {
  itemId: Big;
  attempts: number;
  lastError: string | null;
  owedAt: string;
  deadAt: string | null;
}

export interface QuarantineRow {
  itemId: Big | null;
  list: string;
  reason: string;
  raw: string;
  runs: number;
  firstSeenAt: string;
}

export interface OverviewOptions {
  days: number;
  /** Rows of each list. */
  maxRows: number;
  maxStories: number;
  /** Whose story is read, the newest first. */
  isNotable(run: RunFacts): boolean;
}

const RUN = `
  SELECT run_id AS runId, IF(mode = 'flash', mode, command) AS command, status, exit_code AS exitCode, forced, started_at AS startedAt, alive_at AS aliveAt,
         committed_at AS committedAt, TIMESTAMPDIFF(MICROSECOND, started_at, finished_at) / 1000 AS durationMs,
         fetched, inserted, updated, removed, quarantined, missing, delivered, pending, dead
    FROM sync_run`;

const WHOLE = `command = 'sync' AND COALESCE(mode, '') <> 'flash'`;

const NEWEST_FIRST = 'ORDER BY started_at DESC, run_id DESC LIMIT';
const RUNS_PER_QUESTION = 5000;
const MAX_RAW_CHARS = 200;

export async function readOverview(session: Session, options: OverviewOptions): Promise<Overview> {
  const [clock] = await session.read<{ now: string }>(phrase('ask_time'), 'SELECT UTC_TIMESTAMP(3) AS now');
  const now = clock?.now ?? '';
  const runs = await readRuns(session, options.days);
  const lastSync = await readRun(session, `${WHOLE} AND status <> 'running'`);
  const notable = runs.filter((run) => options.isNotable(run)).slice(0, options.maxStories);
  const lastChange = await readLastChange(session, options.maxRows);
  const owed = await readOutbox(session, 'dead_at IS NULL', 'owed_at', options.maxRows);
  const dead = await readOutbox(session, 'dead_at IS NOT NULL', 'dead_at', options.maxRows);
  const quarantine = await readQuarantine(session, options.maxRows);
  const changes = [...(lastChange?.priceMoves.rows ?? []), ...(lastChange?.soldOut.rows ?? [])];
  const ids = [...changes, ...owed.rows, ...dead.rows, ...quarantine.rows].map(({ itemId }) => itemId);
  return {
    now,
    runs,
    lastSync,
    lastGood: await readRun(session, `${WHOLE} AND committed_at IS NOT NULL`),
    stories: await readStories(session, lastSync === undefined ? notable : [lastSync, ...notable]),
    lastChange,
    owed,
    dead,
    quarantine,
    missing: await count(session, 'sync_missing WHERE settled_at IS NULL'),
    found: await readFound(session, options.days),
    names: await namesOf(
      session,
      ids.filter((id) => id !== null),
    ),
  };
}

/** Rounds of a few seconds are half a million in a month, of which next to all have nothing to tell. */
const QUIET_FLASH = `COALESCE(mode = 'flash' AND exit_code = 0 AND updated + removed + delivered + dead = 0, FALSE)`;

async function readRuns(session: Session, days: number): Promise<RunFacts[]> {
  const runs: RunFacts[] = [];
  for (;;) {
    const last = runs.at(-1);
    const before = last === undefined ? '' : 'AND (started_at < ? OR (started_at = ? AND run_id < ?))';
    const part = await session.read<RunRow>(
      phrase('read_runs'),
      `${RUN} WHERE started_at >= UTC_TIMESTAMP(3) - INTERVAL ? DAY AND NOT ${QUIET_FLASH} ${before}
       ${NEWEST_FIRST} ${RUNS_PER_QUESTION}`,
      [days, ...(last === undefined ? [] : [last.startedAt, last.startedAt, last.runId])],
    );
    runs.push(...part.map(inNumbers));
    if (part.length < RUNS_PER_QUESTION) return runs;
  }
}

async function readRun(session: Session, condition: string): Promise<RunFacts | undefined> {
  const [run] = await session.read<RunRow>(
    phrase('read_last_run'),
    `${RUN} WHERE ${condition} ${NEWEST_FIRST} 1`,
  );
  return run && inNumbers(run);
}

/** The driver gives a quotient as text. */
type RunRow = Omit<RunFacts, 'durationMs'> & { durationMs: string | null };

function inNumbers(run: RunRow): RunFacts {
  return { ...run, durationMs: run.durationMs === null ? null : Number(run.durationMs) };
}

async function readFound(session: Session, days: number): Promise<Found | undefined> {
  const [first] = await session.read<{ since: string | null }>(
    phrase('read_runs'),
    `SELECT MIN(started_at) AS since FROM sync_run
      WHERE mode = 'flash' AND committed_at IS NOT NULL AND started_at >= UTC_TIMESTAMP(3) - INTERVAL ? DAY`,
    [days],
  );
  if (typeof first?.since !== 'string') return undefined;
  const [found] = await session.read<Record<keyof Found, Big>>(
    phrase('read_changes'),
    `SELECT COALESCE(SUM(r.mode = 'flash'), 0) AS byFlash, COALESCE(SUM(r.mode <> 'flash'), 0) AS later
       FROM sync_run r JOIN sync_change c ON c.run_id = r.run_id AND c.kind = 'changed'
      WHERE r.committed_at IS NOT NULL AND r.started_at >= ?`,
    [first.since],
  );
  return { byFlash: Number(found?.byFlash ?? 0), later: Number(found?.later ?? 0) };
}

async function readStories(session: Session, runs: readonly RunFacts[]): Promise<Map<string, Story>> {
  if (runs.length === 0) return new Map();
  const stories = await session.read<Story>(
    phrase('read_stories'),
    'SELECT run_id AS runId, reason, error, report FROM sync_run WHERE run_id IN (?)',
    [runs.map(({ runId }) => runId)],
  );
  return new Map(stories.map((story) => [story.runId, story]));
}

const MOVED = `kind = 'changed' AND NOT (old_price <=> new_price)`;
/** A price that appears or vanishes is the largest of moves. */
const BY_MOVE = `(old_price IS NULL OR new_price IS NULL OR old_price = 0) DESC,
  ABS(new_price - old_price) / ABS(NULLIF(old_price, 0)) DESC, item_id`;
const SOLD_OUT = `kind <> 'new' AND old_stock > 0 AND COALESCE(new_stock, 0) <= 0`;

async function readLastChange(session: Session, maxRows: number): Promise<ChangingRun | undefined> {
  const run = await readRun(session, 'committed_at IS NOT NULL AND inserted + updated + removed > 0');
  if (run === undefined) return undefined;
  const listed = async (condition: string, order: string): Promise<Listed<ChangeRow>> => ({
    count: await count(session, `sync_change WHERE run_id = ? AND ${condition}`, run.runId),
    rows: await session.read<ChangeRow>(
      phrase('read_changes'),
      `SELECT item_id AS itemId, old_price AS oldPrice, new_price AS newPrice, old_stock AS oldStock,
              new_stock AS newStock
         FROM sync_change WHERE run_id = ? AND ${condition} ORDER BY ${order} LIMIT ?`,
      [run.runId, maxRows],
    ),
  });
  return {
    run,
    recorded: await count(session, 'sync_change WHERE run_id = ?', run.runId),
    priceMoves: await listed(MOVED, BY_MOVE),
    soldOut: await listed(SOLD_OUT, 'old_stock DESC, item_id'),
  };
}

async function readOutbox(
  session: Session,
  condition: string,
  order: 'owed_at' | 'dead_at',
  maxRows: number,
): Promise<Listed<OutboxRow>> {
  return {
    count: await count(session, `channel_outbox WHERE ${condition}`),
    rows: await session.read<OutboxRow>(
      phrase('read_outbox'),
      `SELECT subject_id AS itemId, attempts, last_error AS lastError, owed_at AS owedAt, dead_at AS deadAt
         FROM channel_outbox WHERE ${condition} ORDER BY ${order}, subject_id LIMIT ?`,
      [maxRows],
    ),
  };
}

async function readQuarantine(session: Session, maxRows: number): Promise<Listed<QuarantineRow>> {
  return {
    count: await count(session, 'sync_quarantine WHERE settled_at IS NULL'),
    rows: await session.read<QuarantineRow>(
      phrase('read_quarantine'),
      `SELECT item_id AS itemId, list, reason, LEFT(raw, ${MAX_RAW_CHARS}) AS raw, runs, first_seen_at AS firstSeenAt
         FROM sync_quarantine WHERE settled_at IS NULL ORDER BY first_seen_at DESC, subject, list, reason LIMIT ?`,
      [maxRows],
    ),
  };
}

async function count(session: Session, what: string, runId?: string): Promise<number> {
  const [row] = await session.read<{ n: Big }>(
    phrase('count'),
    `SELECT COUNT(*) AS n FROM ${what}`,
    runId === undefined ? [] : [runId],
  );
  return Number(row?.n ?? 0);
}
