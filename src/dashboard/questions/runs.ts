import { chunks } from '../../mysql/chunks.ts';
import type { Session } from '../../mysql/session.ts';
import { kindOfCause } from '../../runs/alike.ts';
import { ALIVE_SQL } from '../../runs/outcome.ts';
import { COMMAND_SQL, RECONCILE } from '../../runs/questions/whole.ts';
import { phrase } from '../phrase.ts';

export interface RunFacts {
  runId: string;
  /** "flash" for a `sync` of that mode, "select" for one of some products: they say nothing of what the source has as a whole. */
  command: string;
  status: string;
  /** The same for runs that did not go well in the same way; null of one that says nothing, and of one that went well. */
  cause: string | null;
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
  /** In quarantine, and with less stock all the same. */
  lowered: number;
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
  pulse?: string | null;
}

const MAX_CAUSE_CHARS = 400;

const RUN = `
  SELECT run_id AS runId, ${COMMAND_SQL} AS command, status,
         IF(status = 'succeeded', NULL, LEFT(COALESCE(error, reason), ${MAX_CAUSE_CHARS})) AS cause, exit_code AS exitCode, forced, started_at AS startedAt, ${ALIVE_SQL} AS aliveAt,
         committed_at AS committedAt, TIMESTAMPDIFF(MICROSECOND, started_at, finished_at) / 1000 AS durationMs,
         fetched, inserted, updated, removed, COALESCE(JSON_VALUE(report, '$.lowered') + 0, 0) AS lowered, quarantined, missing, delivered, pending, dead
    FROM sync_run`;

const NEWEST_FIRST = 'ORDER BY started_at DESC, run_id DESC LIMIT';
const RUNS_PER_QUESTION = 5000;
const STORIES_PER_QUESTION = 500;

/** Rounds of a few seconds are half a million in a month, of which next to all have nothing to tell. */
const QUIET_FLASH = `COALESCE(mode = 'flash' AND exit_code = 0 AND updated + removed + delivered + dead = 0, FALSE)`;

/** Without comparisons of marketplaces, which say nothing of what was loaded. */
export async function readRuns(session: Session, days: number): Promise<RunFacts[]> {
  const runs: RunFacts[] = [];
  for (;;) {
    const last = runs.at(-1);
    const before = last === undefined ? '' : 'AND (started_at < ? OR (started_at = ? AND run_id < ?))';
    const part = await session.read<RunRow>(
      phrase('read_runs'),
      `${RUN} WHERE started_at >= UTC_TIMESTAMP(3) - INTERVAL ? DAY AND NOT ${QUIET_FLASH} AND command <> '${RECONCILE}' ${before}
       ${NEWEST_FIRST} ${RUNS_PER_QUESTION}`,
      [days, ...(last === undefined ? [] : [last.startedAt, last.startedAt, last.runId])],
    );
    runs.push(...part.map(inNumbers));
    if (part.length < RUNS_PER_QUESTION) return runs;
  }
}

export async function readRun(session: Session, condition: string): Promise<RunFacts | undefined> {
  const [run] = await session.read<RunRow>(
    phrase('read_last_run'),
    `${RUN} WHERE ${condition} ${NEWEST_FIRST} 1`,
  );
  return run && inNumbers(run);
}

/** The driver gives a quotient as text. */
type RunRow = Omit<RunFacts, 'durationMs'> & { durationMs: string | null };

function inNumbers(run: RunRow): RunFacts {
  return {
    ...run,
    cause: run.cause === null ? null : kindOfCause(run.cause),
    durationMs: run.durationMs === null ? null : Number(run.durationMs),
  };
}

export async function readStories(session: Session, runs: readonly RunFacts[]): Promise<Map<string, Story>> {
  const stories = new Map<string, Story>();
  for (const part of chunks(runs, STORIES_PER_QUESTION)) {
    const found = await session.read<Story>(
      phrase('read_stories'),
      'SELECT run_id AS runId, reason, error, report, pulse FROM sync_run WHERE run_id IN (?)',
      [part.map(({ runId }) => runId)],
    );
    for (const story of found) stories.set(story.runId, story);
  }
  return stories;
}
