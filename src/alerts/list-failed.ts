import type { Session } from '../mysql/session.ts';
import type { Job } from '../platform/command.ts';
import { localTime, localZone } from '../platform/local-time.ts';
import { table } from '../platform/table.ts';
import { wrapped } from '../platform/wrap.ts';
import { zoneOf } from '../platform/zone.ts';
import { alike, type Likes } from '../runs/alike.ts';
import { type FailedRun, readFailed } from '../runs/questions/failed.ts';
import { databaseNow } from '../runs/questions/listed.ts';
import { filterOf, noneSuch, type RunsFlags, whichOf } from '../runs/runs.ts';
import { findRun, type RunFilter } from '../runs/store.ts';
import { fieldsOf, type RunFields } from '../runs/story.ts';
import { textIn } from '../runs/text.ts';
import { causeIn } from './causes.ts';
import { readLater, solvedAfter } from './solved.ts';
import { causeTextIn, tellInShort } from './telling.ts';

/** What went wrong, newest first, each with why; what repeats itself is one row, as on the page. */
export async function printFailed(job: Job<unknown>, session: Session, flags: RunsFlags): Promise<void> {
  const filter = await filterOf(session, flags);
  const { list } = await textIn(job.language);
  const all = await groupsOf(session, filter);
  if (all.length === 0) {
    job.print(wrapped(await noneSuch(session, filter, list), job.columns));
    return;
  }
  const shown = all.slice(0, flags.limit);
  const runs: RunFields[] = [];
  for (const { like } of shown) {
    const run = await findRun(session, like[0]?.runId ?? '');
    if (run !== undefined) runs.push(fieldsOf(run));
  }
  const causes = await causeTextIn(job.language, job.env['SOURCE']);
  const solved = solvedAfter(await readLater(session, runs.at(-1)?.started_at ?? ''));
  const likeOf = new Map(shown.map(({ like }) => [like[0]?.runId, like]));
  const whyOf = (run: RunFields): string => {
    const like = likeOf.get(run.run_id) ?? [];
    const [from, to] = [like.at(-1), like[0]].map((each) =>
      localTime(each?.startedAt ?? run.started_at).slice(TIME_AT),
    );
    const cause = causeIn(run);
    if (cause === undefined) return '';
    const isOver = solved.get(run.run_id)?.[cause.outcome] !== undefined;
    const what = tellInShort(cause, run.error ?? run.reason, isOver, causes);
    return like.length > 1 ? `${list.times(like.length, from ?? '', to ?? '')}: ${what}` : what;
  };
  const lines = [
    table([...whichOf(runs, list), { heading: list.headings.why, cells: runs.map(whyOf) }], job.columns),
    ...(all.length > shown.length ? [list.more(all.length - shown.length, all.length)] : []),
    list.zone(localZone()),
    wrapped(list.ofOne(runs[0]?.run_id ?? ''), job.columns),
  ];
  job.print(lines.join('\n'));
}

const TIME_AT = '2026-11-29 '.length;

async function groupsOf(session: Session, filter: RunFilter): Promise<Likes<FailedRun>[]> {
  const runs = await readFailed(session, filter);
  const now = await databaseNow(session);
  const zone = zoneOf(localZone());
  const ofDays = Map.groupBy(runs, ({ startedAt }) => zone.dayOf(startedAt)).values();
  const newest = ({ like }: Likes<FailedRun>): string => `${like[0]?.startedAt} ${like[0]?.runId}`;
  return [...ofDays]
    .flatMap((ofDay) => alike(ofDay, new Set(), now))
    .sort((a, b) => (newest(a) < newest(b) ? 1 : -1));
}
