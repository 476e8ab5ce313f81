import { logConfig } from '../config.ts';
import { en, type Messages } from '../messages/en.ts';
import { type Language, messagesIn, translatorTo } from '../messages/language.ts';
import { asSyncError, EXIT, type ExitCode } from '../platform/errors.ts';
import { speakThrough } from '../platform/last-words.ts';
import { createLog, type LineHolder, type Log, logError, logLineHolder } from '../platform/log.ts';
import { type Progress, SILENCE } from '../platform/progress.ts';
import { printableJson } from '../platform/text.ts';
import type { Session } from '../store/session.ts';
import { failedReport, type Report, type RunIdentity } from '../sync/report.ts';
import { newRunId } from '../sync/run-id.ts';
import type { Needs } from '../targets.ts';
import type { Context } from './context.ts';
import { summarize } from './summary.ts';
import { type JsonFlags, onEachTarget } from './targets.ts';

export interface Run {
  runId: string;
  log: Log;
  progress: Progress;
  /** Ends once the run is accounted for. */
  scope: AsyncDisposableStack;
  /** The run's connection, once it has one. */
  session: Session | undefined;
}

type Identity = Omit<RunIdentity, 'runId' | 'target'> & JsonFlags;
type Work = (run: Run, context: Context) => Promise<Report>;

/** A run under its own report for each target; targets that cannot be read have a report as well. */
export function eachUnderReport(
  identity: Identity,
  needs: Needs,
  context: Context,
  work: Work,
): Promise<ExitCode> {
  return onEachTarget(identity, needs, context, (each) => underReport(identity, each, work), {
    refused: (failure) => underReport(identity, context, () => Promise.reject(failure)),
  });
}

/**
 * Runs `work` under a report: the last log line, the summary on a terminal, and stdout with `--json`. A run that could not
 * even begin has one as well, so that a script always finds it.
 */
async function underReport(identity: Identity, context: Context, work: Work): Promise<ExitCode> {
  const runId = newRunId(new Date());
  const { target } = context;
  const startedMs = performance.now();
  const logging = logConfig(context.env);
  const watched = context.onTerminal && logging.format !== 'json';
  const held = logLineHolder();
  // A person watches the phases: lines would tear the display, so they wait for its end, and routine ones are left out.
  const log = await openRunLog(logging, context.language, watched ? held : undefined);
  const runLog = log.child({ run_id: runId, ...(target === null ? {} : { target }) });
  speakThrough(runLog);
  // A process that ends before its report still says what was held back.
  const sayHeld = (): unknown => process.stderr.write(held.lines());
  process.once('exit', sayHeld);
  const isRead = watched || logging.format === 'pretty';
  const messages = isRead ? await messagesIn(context.language) : en;
  const progress = watched ? await openProgress(messages) : SILENCE;
  const failed = (error: unknown): Report => {
    const failure = asSyncError(error);
    logError(runLog, failure);
    return failedReport({ ...identity, runId, target }, failure, performance.now() - startedMs);
  };
  let report: Report;
  try {
    await using scope = new AsyncDisposableStack();
    const run: Run = { runId, log: runLog, progress, scope, session: undefined };
    report = await work(run, context).catch(failed);
    if (context.env['ALERT_URL'] !== undefined) {
      const { alertOf } = await import('./alert.ts');
      await alertOf(report, run.session, context, runLog);
    }
  } catch (error) {
    report = failed(error);
  }
  await progress.end(report.exit_code !== EXIT.ok);
  process.off('exit', sayHeld);
  if (watched) process.stderr.write(`${held.lines()}${told(report, messages)}\n`);
  else logReport(runLog, report, messages);
  if (identity.json) context.print(printableJson(report));
  return report.exit_code;
}

async function openRunLog(
  { level, format, home }: ReturnType<typeof logConfig>,
  language: Language,
  held: LineHolder | undefined,
): Promise<Log> {
  if (held === undefined && format !== 'pretty') return createLog({ level, format: 'json', home });
  const { translated } = await translatorTo(language);
  if (held === undefined) return createLog({ level, format: 'pretty', home, translated });
  return createLog({ level: level === 'info' ? 'warn' : level, format: 'pretty', translated }, held);
}

async function openProgress({ progress }: Messages): Promise<Progress> {
  const { terminalProgress } = await import('../platform/progress-terminal.ts');
  return terminalProgress(progress);
}

function told(report: Report, messages: Messages): string {
  const { run_id: runId, exit_code: exitCode, peak_rss_mb: peakRssMb } = report;
  return [...summarize(report, messages), messages.summary.run(runId, exitCode, peakRssMb)].join('\n');
}

/** The report stands in the log whatever the level, short of silence. */
function logReport(log: Log, report: Report, messages: Messages): void {
  const level = levelOf(report);
  if (log.level === 'silent') return;
  if (!log.isLevelEnabled(level)) log.level = level;
  // The log's lines have the run's id and target already.
  const { run_id: _id, target, ...rest } = report;
  const fields = target === null ? { target, ...rest } : rest;
  log[level](fields, summarize(report, messages).join(' '));
}

function levelOf({ exit_code: exitCode, dead }: Report): 'info' | 'warn' | 'error' {
  if (exitCode === EXIT.ok) return dead > 0 ? 'warn' : 'info';
  return exitCode === EXIT.locked ? 'warn' : 'error';
}
