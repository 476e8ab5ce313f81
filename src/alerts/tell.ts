import { labelOf, unitOf } from '../channels/index.ts';
import type { Context } from '../platform/command.ts';
import { asSyncError, type SyncError } from '../platform/errors.ts';
import type { Language } from '../platform/language.ts';
import { within } from '../platform/lifecycle.ts';
import type { Log } from '../platform/log.ts';
import { type Describe, isPhrase, type Phrase } from '../platform/phrase.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import type { Lateness } from './config.ts';
import { type Backlog, isLate } from './late.ts';
import { writeTroubles } from './memory.ts';
import { type AlertedRun, bodyOf } from './message.ts';
import { postAlert, receiverOf } from './post.ts';
import { phrase } from './phrase.ts';
import { type Alerting, type Memory, MEMORY_LIMIT_MS } from './recall.ts';
import { causeTextIn } from './telling.ts';
import { judge, type Trouble } from './trouble.ts';
import type { AlertText } from './words/en.ts';

interface Telling {
  alerting: Alerting;
  memory: Memory | undefined;
  /** Those that are not over. */
  known: readonly Trouble[];
  secrets: Secrets;
  context: Context;
  log: Log;
  /** What the log says once it is told. */
  told: Phrase;
}

/** What of it is told, beside what the channels have not been told. */
type Ended = Omit<AlertedRun, 'left' | 'channels' | 'sold'>;

/** Who reads it, and in which words: a chat is read by people; what a program reads is English. */
export function readerOf({ template }: Alerting, { inWords, inEnglish }: Context): Describe {
  return template === 'generic' ? inEnglish : inWords;
}

/** Tells what is news, and remembers it. Returns why it could not be told. */
export async function tell(
  ended: Ended,
  { alerting, memory, known, secrets, context, log, told }: Telling,
): Promise<SyncError | undefined> {
  const { template, to, late } = alerting;
  const inWords = readerOf(alerting, context);
  const run = { ...ended, ...leftOf(memory?.backlogs, late, inWords), sold: memory?.sold };
  const { troubles, tell: news } = judge(known, run);
  let remembered = troubles;
  let failure: SyncError | undefined;
  if (news !== undefined) {
    try {
      const isRead = template !== 'generic';
      const words = await textFor(isRead, context.language);
      const causes = isRead ? await causeTextIn(context.language, context.env['SOURCE']) : undefined;
      const body = bodyOf(template, to, run, news, words, causes);
      await postAlert(await receiverOf(alerting, secrets), body, context.signal);
      log.info({ event: news === 'well' ? 'alert.well' : 'alert.trouble', phrase: told });
    } catch (error) {
      failure = asSyncError(error);
      // Nobody received it: it is still to be sent.
      remembered = untold(troubles, known, news === 'well');
    }
  }
  if (memory === undefined) return failure;
  const written = writeTroubles(memory.session, known, remembered);
  await within(written, MEMORY_LIMIT_MS, phrase('write_memory'));
  return failure;
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
