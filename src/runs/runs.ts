import { databaseConfig } from '../mysql/config.ts';
import type { Session } from '../mysql/session.ts';
import type { Job, JsonFlags } from '../platform/command.ts';
import { localTime, localZone } from '../platform/local-time.ts';
import { type Column, table } from '../platform/table.ts';
import { printableJson, trendOf } from '../platform/text.ts';
import { wrapped } from '../platform/wrap.ts';
import { dayAfter, msOf, zoneOf } from '../platform/zone.ts';
import type { AskedDay } from './days.ts';
import { databaseNow } from './questions/listed.ts';
import { readReach } from './questions/reach.ts';
import { RECONCILE } from './questions/whole.ts';
import { countRuns, listRuns, type RunFilter } from './store.ts';
import { fieldsOf, type RunFields } from './story.ts';
import { changesIn, type RunCounts } from './telling.ts';
import { textIn } from './text.ts';
import type { RunText } from './words/en.ts';

export interface RunsFlags extends JsonFlags {
  limit: number;
  day?: AskedDay;
  status?: string;
  failed: boolean;
}

/** Of more, the line would not fit. */
const MOST_IN_TREND = 30;

export const config = { database: databaseConfig };

/** The history of runs, newest first. */
export async function printRuns(job: Job<unknown>, session: Session, flags: RunsFlags): Promise<void> {
  const filter = await filterOf(session, flags);
  const runs = (await listRuns(session, flags.limit, filter)).map(fieldsOf);
  if (flags.json) return job.print(printableJson(runs));
  const text = await textIn(job.language);
  const { list } = text;
  const isFiltered = Object.values(filter).some((given) => given !== undefined && given !== false);
  if (runs.length === 0) {
    return job.print(wrapped(isFiltered ? await noneSuch(session, filter, list) : list.none, job.columns));
  }
  const { columns } = job;
  const all = isFiltered ? await countRuns(session, filter) : runs.length;
  const lines = [
    table(columnsOf(runs, text), columns),
    ...(all > runs.length ? [list.more(all - runs.length, all)] : []),
    list.zone(localZone()),
    trends(runs, text, columns),
  ];
  job.print(lines.join('\n'));
}

/** Nobody knows whether there was one before the first that is kept. */
export async function noneSuch(
  session: Session,
  { beforeMs }: RunFilter,
  list: RunText['list'],
): Promise<string> {
  const { firstRunAt } = await readReach(session, 0);
  const isBefore = beforeMs !== undefined && firstRunAt !== null && beforeMs <= msOf(firstRunAt);
  return isBefore ? list.noRecord(localTime(firstRunAt)) : list.noneSuch;
}

/** A day on this machine's clock. */
export async function filterOf(
  session: Session,
  { day: asked, status, failed }: RunsFlags,
): Promise<RunFilter> {
  const filter: RunFilter = { failed, ...(status === undefined ? {} : { status }) };
  if (asked === undefined) return filter;
  const zone = zoneOf(localZone());
  const day = asked(zone.dayOf(await databaseNow(session)));
  return { ...filter, fromMs: zone.startOf(day), beforeMs: zone.startOf(dayAfter(day)) };
}

/** Which run it is, when it began and how it ended. */
export function whichOf(
  runs: readonly RunFields[],
  list: RunText['list'],
): [run: Column, started: Column, ended: Column] {
  const { headings } = list;
  return [
    { heading: headings.run, cells: runs.map(({ run_id: id }) => id) },
    {
      heading: headings.started,
      cells: runs.map(({ started_at: at }) => list.at(localTime(at))),
      whole: true,
    },
    { heading: headings.status, cells: runs.map(({ status }) => list.status[status] ?? status) },
  ];
}

/** What stands beside a run's name and end leaves the least telling first where there is no room for it. */
function columnsOf(runs: readonly RunFields[], { list, number }: RunText): Column[] {
  const { headings } = list;
  const counted = (name: keyof typeof headings & keyof Counts, spare: number): Column => ({
    heading: headings[name],
    cells: runs.map((run) => {
      const count = countsOf(run)[name];
      return typeof count === 'number' ? number(count) : '';
    }),
    right: true,
    spare,
  });
  const [run, started, ended] = whichOf(runs, list);
  return [
    run,
    started,
    { heading: headings.mode, cells: runs.map(modeOf) },
    ended,
    // Of a source whose runs have one; when that was, stands beside it.
    ...(runs.some(({ pulse }) => pulse !== null)
      ? [{ heading: headings.pulse, cells: runs.map(({ pulse }) => pulse?.replace(/ \d{4}-.*/s, '') ?? '') }]
      : []),
    { heading: headings.exit, cells: runs.map(({ exit_code: code }) => code), right: true, spare: 3 },
    counted('fetched', 6),
    counted('inserted', 2),
    counted('changed', 1),
    counted('missing', 7),
    counted('removed', 5),
    counted('owed', 8),
    counted('pending', 1),
    { heading: headings.seconds, cells: runs.map(took), right: true, spare: 4 },
  ];

  function took({ report }: RunFields): string {
    const { duration_ms: ms } = report as Counts;
    return typeof ms === 'number' ? number(Math.round(ms / 100) / 10) : '';
  }
}

/** "delta" of a sync, "reconcile shopify" of a comparison. */
function modeOf({ mode, command }: RunFields): string {
  return command === RECONCILE ? [command, mode].filter(Boolean).join(' ') : (mode ?? command);
}

type Counts = RunCounts & { fetched?: number; owed?: number; duration_ms?: number; changed?: number };

/** A run that loaded nothing has changed nothing, whatever its report says that it would have. */
function countsOf({ report }: RunFields): Counts {
  const counts = report as Counts;
  if (counts.updated === undefined) return counts;
  if (report['loaded'] === true) return { ...counts, changed: changesIn(counts) };
  return { ...counts, inserted: 0, missing: 0, removed: 0, changed: 0 };
}

/** How the changes and the time went, in a line each. */
function trends(runs: readonly RunFields[], { list }: RunText, columns: number | undefined): string {
  const newest = runs.slice(0, MOST_IN_TREND);
  const oldestFirst = newest.map(countsOf).reverse();
  const changes = oldestFirst.map(({ changed }) => changed ?? 0);
  const seconds = oldestFirst.map(({ duration_ms: ms }) => Math.ceil((ms ?? 0) / 1000));
  const column = (cells: readonly string[]): Column => ({ heading: '', cells });
  return table(
    [
      column([list.trends.changes, list.trends.seconds]),
      column([changes, seconds].map(trendOf)),
      column([changes, seconds].map((values) => list.trend(Math.max(...values)))),
    ],
    columns,
  );
}
