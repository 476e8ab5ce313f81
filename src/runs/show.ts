import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Session } from '../mysql/session.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT, UsageError } from '../platform/errors.ts';
import { printable, printableJson } from '../platform/text.ts';
import { wrapped } from '../platform/wrap.ts';
import { listChanges } from './list-changes.ts';
import { phrase } from './phrase.ts';
import { largestFirst } from './product-change.ts';
import type { Report } from './report.ts';
import { changesOfRun, findRun, listRuns, type RunEntry } from './store.ts';
import { fieldsOf, type RunFields, storyOf } from './story.ts';
import { textIn } from './text.ts';
import { nameFirst } from './names.ts';

interface ShowFlags extends JsonFlags {
  limit: number;
}

const config = { database: databaseConfig };

/** One run's whole story: what is said of it and what it changed; a script has all that is known of it. */
export const command: Body<typeof config, ShowFlags, [runId: string]> = {
  config,
  async work(job, flags, runId) {
    const { columns } = job;
    const session = await openSchema(job);
    const fields = fieldsOf(await runOf(session, runId));
    const changes = largestFirst(await changesOfRun(session, fields.run_id));
    await nameFirst(session, changes, flags.json || flags.limit === 0 ? changes.length : flags.limit);
    if (flags.json) {
      job.print(printableJson({ ...fields, changes }));
      return EXIT.ok;
    }
    const text = await textIn(job.language);
    const { limit } = flags;
    const listed = changes.length > 0 ? [listChanges(changes, { limit, columns }, text)] : [];
    const missed =
      changes.length === 0 && hasChanged(fields) ? [wrapped(text.changes.noneKept, columns)] : [];
    const story = storyOf(fields, text, job.inWords, columns);
    const rest = wrapped(text.list.rest(fields.run_id), columns);
    job.print([story, ...listed, ...missed, rest].join('\n\n'));
    return EXIT.ok;
  },
};

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
