import { type AlertConfig, alertConfig, lateConfig, type Lateness } from './config.ts';
import { type AlertedRun, bodyOf } from './message.ts';
import { postAlert, receiverOf } from './post.ts';
import { judge, type Trouble } from './trouble.ts';
import type { AlertText } from './words/en.ts';
import { databaseConfig } from '../mysql/config.ts';
import { OwedError } from '../channels/outbox.ts';
import { labelOf, unitOf } from '../channels/index.ts';
import type { Context } from '../platform/command.ts';
import { checkConfig } from '../platform/config/config.ts';
import type { Environment } from '../platform/environment.ts';
import { asSyncError, EXIT, UnavailableError } from '../platform/errors.ts';
import { within } from '../platform/lifecycle.ts';
import { inOneLine, type Log, logError } from '../platform/log.ts';
import type { Language } from '../platform/language.ts';
import { type Describe, isPhrase, type Phrase } from '../platform/phrase.ts';
import { openSecrets, type Secrets } from '../platform/secrets/secrets.ts';
import { phrase } from './phrase.ts';
import { type Backlog, isLate, isOn, readBacklogs } from './late.ts';
import { leaveTurn, readTroubles, takeTurn, writeTroubles } from './memory.ts';
import { causeOfRun } from './causes.ts';
import { causeTextIn } from './telling.ts';
import { readSoldUnseen, type SoldUnseen } from './sold.ts';
import type { Session } from '../mysql/session.ts';
import type { Outcome, Report } from '../runs/report.ts';
import { openDatabase } from '../mysql/open.ts';

/** For all that the database is asked or told here: an alert must not hold up what follows. */
const MEMORY_LIMIT_MS = 3_000;

/**
 * Tells ALERT_URL how the run ended, if that is news. `session` is the run's own, where it had one. Never throws, and what
 * fails here is a warning: it must not change how the run ended.
 */
export async function alertOf(
  { report, failure }: Outcome,
  session: Session | undefined,
  context: Context,
  log: Log,
): Promise<void> {
  const alerting = alertingOf(context.env);
  // Codes of which nothing can follow need no database either; a stopped process has no time for one.
  const silent = report.exit_code === EXIT.locked || context.signal.aborted;
  if (alerting === undefined || report.command !== 'sync' || report.dry_run || silent) return;
  try {
    await using scope = new AsyncDisposableStack();
    const memory = await recall(session, alerting, context, log, scope);
    scope.defer(() => memory && leaveTurn(memory.session));
    const secrets = openSecrets([], context.signal, scope);
    await tell(report, failure, alerting, memory, secrets, context, log);
  } catch (error) {
    logError(log, asSyncError(error), 'warn');
  }
}

/** Also where the trouble is one of the variables that only say what is alerted: an alert can be sent without them. */
function alertingOf(env: Environment): Alerting | undefined {
  const parts = { alert: alertConfig, late: lateConfig };
  const unset = Object.fromEntries(Object.keys(lateConfig.variables).map((name) => [name, '']));
  const { alert, late } =
    checkConfig(env, parts).config ?? checkConfig({ ...env, ...unset }, parts).config ?? {};
  return alert === undefined || late === undefined ? undefined : { ...alert, late };
}

interface Alerting extends AlertConfig {
  late: Lateness;
}

interface Memory {
  session: Session;
  troubles: readonly Trouble[];
  backlogs: readonly Backlog[];
  sold: SoldUnseen;
}

/** Undefined where the database cannot be asked: then every run that ends badly is alerted. */
async function recall(
  given: Session | undefined,
  { late }: Alerting,
  context: Context,
  log: Log,
  scope: AsyncDisposableStack,
): Promise<Memory | undefined> {
  try {
    const session =
      given === undefined || given.signal.aborted ? await reconnect(context, log, scope) : given;
    if (session === undefined) return undefined;
    const read = async (): Promise<Memory> => {
      await takeTurn(session);
      return {
        session,
        troubles: await readTroubles(session),
        backlogs: (await readBacklogs(session)).filter(({ channel }) => isOn(channel, late)),
        sold: await readSoldUnseen(session, late.marketplaces),
      };
    };
    return await within(read(), MEMORY_LIMIT_MS, phrase('read_memory'));
  } catch (error) {
    logError(log, asSyncError(error), 'warn');
    return undefined;
  }
}

/** The run's own connection broke or never was; the database may be there all the same. */
async function reconnect(
  context: Context,
  log: Log,
  scope: AsyncDisposableStack,
): Promise<Session | undefined> {
  const { config, secrets: needed } = checkConfig(context.env, { database: databaseConfig });
  // Without the targets, the environment's database may not belong to any of them.
  const unknown = context.target === null && context.env['TARGETS_FILE'] !== undefined;
  if (config === undefined || unknown) return undefined;
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new UnavailableError(phrase('memory_silent')));
  }, MEMORY_LIMIT_MS);
  try {
    const signal = AbortSignal.any([context.signal, late.signal]);
    const secrets = openSecrets(needed, signal, scope);
    return await openDatabase({ config, secrets, signal, log, scope });
  } finally {
    clearTimeout(timer);
  }
}

async function tell(
  report: Report,
  failure: Phrase | undefined,
  alerting: Alerting,
  memory: Memory | undefined,
  secrets: Secrets,
  context: Context,
  log: Log,
): Promise<void> {
  const { template, to, late } = alerting;
  const known = memory?.troubles ?? [];
  // A chat is read by people; what a program reads is English.
  const isRead = template !== 'generic';
  const inWords = isRead ? context.inWords : context.inEnglish;
  const run = {
    runId: report.run_id,
    target: report.target,
    status: report.status,
    reason: failure === undefined ? report.reason : inOneLine(inWords(failure)),
    exitCode: report.exit_code,
    isFlash: report.mode === 'flash',
    onlyPending: report.error === OwedError.name,
    ...leftOf(memory?.backlogs, late, inWords),
    sold: memory?.sold,
    missingBlocked: report.missing_blocked,
    cause: causeOfRun({ ...report, exitCode: report.exit_code, error: failure ?? null }),
    failure,
  };
  const { troubles, tell: news } = judge(known, run);
  let remembered = troubles;
  if (news !== undefined) {
    try {
      const words = await textFor(isRead, context.language);
      const causes = isRead ? await causeTextIn(context.language) : undefined;
      const body = bodyOf(template, to, run, news, words, causes);
      await postAlert(await receiverOf(alerting, secrets), body, context.signal);
      const event = news === 'well' ? 'alert.well' : 'alert.trouble';
      log.info({ event, phrase: phrase('told') });
    } catch (error) {
      logError(log, asSyncError(error), 'warn');
      // Nobody received it: it is still to be sent.
      remembered = untold(troubles, known, news === 'well');
    }
  }
  if (memory === undefined) return;
  const written = writeTroubles(memory.session, known, remembered);
  await within(written, MEMORY_LIMIT_MS, phrase('write_memory'));
}

/** What the channels have not been told. */
function leftOf(
  backlogs: readonly Backlog[] | undefined,
  { afterRuns }: Lateness,
  inWords: Describe,
): Pick<AlertedRun, 'left' | 'channels'> {
  if (backlogs === undefined) return { left: undefined, channels: [] };
  const channels = backlogs.map((backlog) => {
    const label = labelOf(backlog.channel);
    return {
      ...backlog,
      label: isPhrase(label) ? inWords(label).message : label,
      unit: unitOf(backlog.channel),
      late: isLate(backlog, afterRuns),
    };
  });
  const sum = (of: 'pending' | 'dead'): number => channels.reduce((total, each) => total + each[of], 0);
  const late = channels.filter((channel) => channel.late);
  const lateRuns = late.length === 0 ? undefined : Math.max(...late.map(({ runs }) => runs));
  return { left: { owed: sum('pending'), dead: sum('dead'), lateRuns }, channels };
}

function untold(
  troubles: readonly Trouble[],
  known: readonly Trouble[],
  wasWell: boolean,
): readonly Trouble[] {
  if (wasWell) return known;
  const toldBefore = (kind: string): boolean => known.some((each) => each.kind === kind && each.told);
  return troubles.map((trouble) => ({ ...trouble, told: toldBefore(trouble.kind) }));
}

async function textFor(isRead: boolean, language: Language): Promise<AlertText> {
  return isRead && language === 'es'
    ? (await import('./words/es.ts')).esText
    : (await import('./words/en.ts')).enText;
}
