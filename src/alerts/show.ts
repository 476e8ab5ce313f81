import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Session } from '../mysql/session.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT, UsageError } from '../platform/errors.ts';
import { localTime } from '../platform/local-time.ts';
import { type Describe, isPhrase } from '../platform/phrase.ts';
import { printable, printableJson } from '../platform/text.ts';
import { wrapped } from '../platform/wrap.ts';
import { listChanges } from '../runs/list-changes.ts';
import { nameFirst } from '../runs/names.ts';
import { phrase } from '../runs/phrase.ts';
import { largestFirst } from '../runs/product-change.ts';
import { reasonIn } from '../runs/reason.ts';
import type { Report } from '../runs/report.ts';
import { changesOfRun, findRun, listRuns, type RunEntry } from '../runs/store.ts';
import { fieldsOf, type RunFields, storyOf } from '../runs/story.ts';
import { guardLines } from '../runs/summary.ts';
import { textIn } from '../runs/text.ts';
import type { RunText } from '../runs/words/en.ts';
import { type Cause, causeIn } from './causes.ts';
import { isLate, readBacklogs } from './late.ts';
import { readLater, readStockOf, solvedAfter } from './solved.ts';
import { causeTextIn, tellCause, tellOver } from './telling.ts';
import type { CauseText } from './words/causes.en.ts';

interface ShowFlags extends JsonFlags {
  limit: number;
}

const config = { database: databaseConfig };

/** One run's whole story: what is said of it, what is behind it and what it changed; a script has all that is known of it. */
export const command: Body<typeof config, ShowFlags, [runId: string]> = {
  config,
  async work(job, flags, runId) {
    const session = await openSchema(job);
    const run = fieldsOf(await runOf(session, runId));
    const changes = largestFirst(await changesOfRun(session, run.run_id));
    await nameFirst(session, changes, flags.json || flags.limit === 0 ? changes.length : flags.limit);
    if (flags.json) {
      job.print(printableJson({ ...run, changes }));
      return EXIT.ok;
    }
    const text = await textIn(job.language);
    const causes = await causeTextIn(job.language, job.env['SOURCE']);
    const { columns } = job;
    const cause = causeIn(run);
    const listed = changes.length > 0 ? [listChanges(changes, { limit: flags.limit, columns }, text)] : [];
    const missed = changes.length === 0 && hasChanged(run) ? [text.changes.noneKept] : [];
    const solved: Solved = cause === undefined ? {} : await solvedWhen(session, run, cause);
    const behind = cause === undefined ? [] : [await behindIt(session, run, cause, solved, causes)];
    // What an error advises holds while it lasts: an old --force lets through what the guard would stop now.
    const inWords: Describe = (said) => ({
      ...job.inWords(said),
      ...(solved.at !== undefined && { hint: undefined }),
    });
    const details = cause === undefined ? [] : detailsOf(run, text, causes, inWords);
    const above = [storyOf(run, text, { guard: cause === undefined }).join('\n'), ...behind, ...missed];
    const below = [...details, text.list.rest(run.run_id)].join('\n');
    job.print([wrapped(above.join('\n\n'), columns), ...listed, wrapped(below, columns)].join('\n\n'));
    return EXIT.ok;
  },
};

/** When what put an end to it began, without a moment while nothing has. */
async function solvedWhen(
  session: Session,
  { run_id: runId, started_at: startedAt }: RunFields,
  { outcome }: Cause,
): Promise<Solved> {
  const by = solvedAfter(await readLater(session, startedAt)).get(runId);
  return { at: by?.[outcome], givenUp: by?.givenUp };
}

interface Solved {
  at?: string | undefined;
  givenUp?: number | undefined;
}

/** What happened, what it means and what to do, as the dashboard says it; of what is over, what put an end to it. */
async function behindIt(
  session: Session,
  run: RunFields,
  cause: Cause,
  solved: Solved,
  text: CauseText,
): Promise<string> {
  const stockOf = await readStockOf(session, run);
  const at = stockOf === undefined ? null : text.at(localTime(stockOf));
  const reason = run.error ?? run.reason;
  if (solved.at !== undefined) {
    const solvedAt = text.at(localTime(solved.at));
    const { what, means } = tellOver(cause, reason, at, solvedAt, text, solved.givenUp);
    return `${what} ${means}`;
  }
  const late = (await readBacklogs(session)).filter((each) => isLate(each, Infinity));
  const lateMs = late.length === 0 ? null : Math.max(...late.map(({ mostWaitedMs }) => mostWaitedMs));
  const { what, means, todo } = tellCause(cause, reason, at, text, lateMs);
  return `${what} ${means}\n${text.toDo(todo)}`;
}

/** For whoever installed the program: the examples of the guard are told above. */
function detailsOf(run: RunFields, text: RunText, causes: CauseText, inWords: Describe): string[] {
  const { error, exit_code: exitCode } = run;
  const facts = [
    ...(isPhrase(error) ? [error.code] : []),
    ...(exitCode === null ? [] : [causes.exit(exitCode)]),
  ];
  const guarded = isPhrase(error) ? guardLines(run.report, text, false) : [];
  const reason =
    guarded.length > 0 && isPhrase(error)
      ? [...guarded, inWords(error).hint ?? '']
      : [reasonIn(run, inWords) ?? ''];
  const lines = reason.filter((line) => line !== '').map((line) => printable(line, 1000));
  return [causes.details(facts.join(' · ')), ...lines];
}

async function runOf(session: Session, runId: string): Promise<RunEntry> {
  if (runId !== 'last') {
    const run = await findRun(session, runId);
    if (run === undefined) throw new UsageError(phrase('run_unknown', { run: printable(runId) }));
    return run;
  }
  const [newest] = await listRuns(session, 1);
  if (newest === undefined) throw new UsageError(phrase('no_run'));
  return newest;
}

function hasChanged({ report }: RunFields): boolean {
  const {
    loaded,
    inserted = 0,
    price_changes: prices = 0,
    stock_changes: stocks = 0,
  } = report as Partial<Report>;
  return loaded === true && inserted + prices + stocks > 0;
}
