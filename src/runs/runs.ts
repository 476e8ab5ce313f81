import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT } from '../platform/errors.ts';
import { localTime, localZone } from '../platform/local-time.ts';
import { type Column, table } from '../platform/table.ts';
import { printableJson, trendOf } from '../platform/text.ts';
import { listRuns } from './store.ts';
import { fieldsOf, type RunFields } from './story.ts';
import { textIn } from './text.ts';
import type { RunText } from './words/en.ts';

interface RunsFlags extends JsonFlags {
  limit: number;
}

/** The name of a run has its year. */
const MONTH_AT = '2026-'.length;
/** Of more, the line would not fit. */
const MOST_IN_TREND = 30;

const config = { database: databaseConfig };

/** The history of runs, newest first. */
export const command: Body<typeof config, RunsFlags> = {
  config,
  async work(job, flags) {
    const session = await openSchema(job);
    const runs = (await listRuns(session, flags.limit)).map(fieldsOf);
    if (flags.json) job.print(printableJson(runs));
    else job.print(listOf(runs, await textIn(job.language), job.columns));
    return EXIT.ok;
  },
};

function listOf(runs: readonly RunFields[], text: RunText, columns: number | undefined): string {
  const { list } = text;
  if (runs.length === 0) return list.none;
  return [table(columnsOf(runs, text), columns), list.zone(localZone()), trends(runs, text, columns)].join(
    '\n',
  );
}

/** What stands beside a run's name and end leaves the least telling first where there is no room for it. */
function columnsOf(runs: readonly RunFields[], { list, number }: RunText): Column[] {
  const { headings } = list;
  const counted = (name: keyof typeof headings & keyof Counts, spare: number): Column => ({
    heading: headings[name],
    cells: runs.map(({ report }) => {
      const count = (report as Counts)[name];
      return typeof count === 'number' ? number(count) : '';
    }),
    right: true,
    spare,
  });
  return [
    { heading: headings.run, cells: runs.map(({ run_id: id }) => id) },
    {
      heading: headings.started,
      cells: runs.map(({ started_at: at }) => localTime(at).slice(MONTH_AT)),
      whole: true,
    },
    { heading: headings.mode, cells: runs.map(({ mode, command: name }) => mode ?? name) },
    { heading: headings.status, cells: runs.map(({ status }) => list.status[status] ?? status) },
    { heading: headings.exit, cells: runs.map(({ exit_code: code }) => code), right: true, spare: 3 },
    counted('fetched', 6),
    counted('inserted', 2),
    counted('updated', 1),
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

type Counts = Partial<
  Record<
    'fetched' | 'inserted' | 'updated' | 'missing' | 'removed' | 'owed' | 'pending' | 'duration_ms',
    number | null
  >
>;

/** How the changes and the time went, in a line each. */
function trends(runs: readonly RunFields[], { list }: RunText, columns: number | undefined): string {
  const newest = runs.slice(0, MOST_IN_TREND);
  const oldestFirst = newest.map(({ report }) => report as Counts).reverse();
  const changes = oldestFirst.map(({ inserted, updated }) => (inserted ?? 0) + (updated ?? 0));
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
