import { isAlerting } from '../alerts/asked.ts';
import type { Context } from '../platform/command.ts';
import { asSyncError, EXIT, type ExitCode } from '../platform/errors.ts';
import { createLog, inOneLine, type LineHolder, type Log, logError, logLineHolder } from '../platform/log.ts';
import { loggingOf } from '../platform/log-config.ts';
import { type Progress, SILENCE } from '../platform/progress.ts';
import { openSecrets } from '../platform/secrets/secrets.ts';
import { writeToStderr } from '../platform/stdio.ts';
import { printableJson } from '../platform/text.ts';
import { columnsOf, wrapped } from '../platform/wrap.ts';
import { checkConfig, type ConfigOf, type Parts, requireConfig } from '../platform/config/config.ts';
import { OF_EVERY_RUN } from '../runs/config.ts';
import type { RunBody, RunJob } from '../runs/job.ts';
import { limitedTo } from '../runs/limit.ts';
import type { ProductChange } from '../runs/product-change.ts';
import { failedReport, type Outcome, type Report, type RunIdentity, type Skipped } from '../runs/report.ts';
import { newRunId } from '../runs/run-id.ts';
import { logReport } from '../runs/log-report.ts';
import { summarize } from '../runs/summary.ts';
import { textIn } from '../runs/text.ts';
import { withSourceName } from './variables.ts';
import type { RunText } from '../runs/words/en.ts';

type Identity = Omit<RunIdentity, 'runId' | 'target'>;
type Flags = { json?: boolean; limit?: number };

/**
 * Runs a batch command under a report: the last log line, the summary on a terminal, and stdout with `--json`. A run that could
 * not even begin has one as well, so that a script always finds it.
 */
export async function underReport(
  identity: Identity,
  flags: Flags,
  context: Context,
  work: (
    run: Pick<RunJob<unknown>, 'runId' | 'progress' | 'log' | 'scope' | 'session'>,
  ) => Promise<Outcome | Skipped>,
): Promise<ExitCode> {
  const runId = newRunId(new Date());
  const { target } = context;
  const startedMs = performance.now();
  const { level, format: asked, place } = loggingOf(context.env);
  const format = asked === 'auto' && context.onTerminal ? 'pretty' : asked;
  const watched = context.onTerminal && format === 'pretty' && !context.amongOthers;
  const held = logLineHolder();
  // A person watches the phases: lines would tear the display, so they wait for its end, and routine ones are left out.
  const log = await openRunLog({ level, format, place }, context, watched ? held : undefined);
  const runLog = log.child({ run_id: runId, ...(target === null ? {} : { target }) });
  // A process that ends before its report still says what was held back.
  const sayHeld = (): void => writeToStderr(held.lines());
  if (watched) process.once('exit', sayHeld);
  const text = await textIn(format === 'pretty' ? context.language : 'en');
  const progress = watched ? await openProgress(text) : SILENCE;
  const failed = (error: unknown): Outcome => {
    const failure = asSyncError(error);
    logError(runLog, failure);
    const durationMs = performance.now() - startedMs;
    const report = failedReport({ ...identity, runId, target }, failure, durationMs, context.inEnglish);
    return { report, failure: failure.phrase };
  };
  let outcome: Outcome | Skipped;
  try {
    await using scope = new AsyncDisposableStack();
    const run = { runId, log: runLog, progress, scope, session: undefined };
    outcome = await work(run).catch(failed);
    if (
      'report' in outcome &&
      outcome.report.dry_run &&
      outcome.report.exit_code === EXIT.ok &&
      run.session
    ) {
      const { foretellChannels } = await import('../alerts/foretell.ts');
      await foretellChannels(run.session, context.env, runLog);
    }
    if ('report' in outcome && isAlerting(context.env)) {
      const { alertOf } = await import('../alerts/alert.ts');
      await alertOf(outcome, run.session, context, runLog);
    }
  } catch (error) {
    outcome = failed(error);
  }
  await progress.end();
  process.off('exit', sayHeld);
  if ('skipped' in outcome) {
    const fields = { event: 'run.skipped', mode: identity.mode, exit_code: EXIT.ok };
    if (watched) writeToStderr(`${held.lines()}${onScreen(context.inWords(outcome.skipped).message)}\n`);
    else runLog.info({ ...fields, phrase: outcome.skipped });
    const reason = inOneLine(context.inEnglish(outcome.skipped));
    if (flags.json === true) context.print(printableJson({ ...fields, run_id: runId, target, reason }));
    return EXIT.ok;
  }
  const { report, changes, beside } = outcome;
  const foretold = report.dry_run && report.command === 'sync' ? { changes: changes ?? null } : beside?.json;
  if (watched) writeToStderr(held.lines());
  if (flags.json !== true && changes !== undefined) await printPlan(changes, flags.limit, context);
  if (flags.json !== true) for (const line of beside?.lines ?? []) context.print(line);
  if (watched) writeToStderr(`${told(report, text)}\n`);
  else logReport(runLog, report, text);
  if (flags.json === true) context.print(printableJson({ ...report, ...foretold }));
  return report.exit_code;
}

/** What a dry run would do to products. */
async function printPlan(
  changes: readonly ProductChange[],
  limit = 0,
  { language, target, columns, print }: Context,
): Promise<void> {
  const { listChanges } = await import('../runs/list-changes.ts');
  const text = await textIn(language);
  if (target !== null) print(`${target}:`);
  print(changes.length === 0 ? text.changes.noneAhead : listChanges(changes, { limit, columns }, text));
}

/** The batch command itself, once its configuration is known to be usable. */
export function batchWork<P extends Parts, F>(
  { config: parts, work }: RunBody<P, F>,
  flags: F,
  context: Context,
): Parameters<typeof underReport>[3] {
  return async (run) => {
    const { config, secrets: needed } = requireConfig(
      checkConfig(context.env, await withSourceName({ ...parts, ...OF_EVERY_RUN })),
    );
    const { limitS } = (config as ConfigOf<typeof OF_EVERY_RUN>).run;
    const signal = limitedTo(limitS, context.signal, run.scope);
    const secrets = openSecrets(needed, signal, run.scope);
    // The one object: what the run notes on it is looked at afterwards.
    const job = Object.assign(run, { ...context, config, secrets, signal });
    return work(job, flags);
  };
}

async function openRunLog(
  { level, format, place }: ReturnType<typeof loggingOf>,
  { inWords, inEnglish }: Context,
  held: LineHolder | undefined,
): Promise<Log> {
  if (held === undefined && format !== 'pretty')
    return createLog({ level, format: 'json', place, describe: inEnglish });
  if (held === undefined) return createLog({ level, format: 'pretty', place, describe: inWords });
  return createLog({ level: level === 'info' ? 'warn' : level, format: 'pretty', describe: inWords }, held);
}

async function openProgress({ progress }: RunText): Promise<Progress> {
  const { terminalProgress } = await import('../platform/progress-terminal.ts');
  return terminalProgress(progress);
}

function told(report: Report, text: RunText): string {
  const { run_id: runId, exit_code: exitCode, peak_rss_mb: peakRssMb } = report;
  return onScreen([...summarize(report, text), text.summary.run(runId, exitCode, peakRssMb)].join('\n'));
}

function onScreen(lines: string): string {
  return wrapped(lines, columnsOf(process.stderr));
}
