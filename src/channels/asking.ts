import type { Posted } from '../platform/http/poster.ts';
import { asSyncError, ConfigurationError, type SyncError, UnavailableError } from '../platform/errors.ts';
import { sleep } from '../platform/lifecycle.ts';
import type { Phrase } from '../platform/phrase.ts';
import type { SecretValue } from '../platform/secrets/config.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { causeInWords } from '../platform/text.ts';
import { type Failure, PacedError } from './marketplace.ts';

/** What clients of marketplaces have in common, whatever their protocol. */

export type Found<T> = { kind: 'found'; value: T } | Failure;

export interface Tokens {
  current(): Promise<Found<string>>;
  /** Whether there can be another one than this one, which was refused. */
  drop(refused: string): boolean;
}

/** A token that a person gave. */
export interface ByHand {
  token: string;
  /** Reads it again; undefined where nobody can have replaced it since. */
  again?: () => Promise<string>;
}

/** The fact of an answer that refuses the token, and nothing that was asked with it. */
export const TOKEN_REFUSED = 'HTTP 401';

/** Whoever must wait longer is told so: others may do something else meanwhile. */
export const LONGEST_WAIT_MS = 30_000;
const ATTEMPTS = 4;
const FIRST_WAIT_MS = 250;

export async function byHand(secrets: Secrets, value: SecretValue): Promise<ByHand> {
  const token = await secrets.text(value);
  return value.kind === 'given' ? { token } : { token, again: () => secrets.again(value) };
}

/** One that was refused is read again before it is said: a worker runs for weeks, and tokens are replaced. */
export function tokenByHand({ token, again }: ByHand): Tokens {
  let held = token;
  let isRefused = false;
  let reading: Promise<Found<string>> | undefined;
  const read = async (): Promise<Found<string>> => {
    try {
      if (again !== undefined) held = await again();
      isRefused = false;
      return { kind: 'found', value: held };
    } catch (error) {
      const { phrase: reason } = asSyncError(error);
      return error instanceof ConfigurationError
        ? { kind: 'denied', reason, fact: TOKEN_REFUSED }
        : { kind: 'unreachable', reason };
    }
  };
  return {
    async current() {
      if (!isRefused) return { kind: 'found', value: held };
      reading ??= read().finally(() => (reading = undefined));
      return reading;
    },
    drop(refused) {
      isRefused ||= again !== undefined && refused === held;
      return again !== undefined;
    },
  };
}

/** With the token that there is, and again with the next one where it is refused: nothing was done with it. */
export async function withToken<A extends { kind: string }>(
  tokens: Tokens,
  signal: AbortSignal,
  ask: (token: string) => Promise<A | Failure>,
): Promise<A | Failure> {
  const token = await tokens.current();
  signal.throwIfAborted();
  if (token.kind !== 'found') return token;
  const answer = await ask(token.value);
  const isRefused = answer.kind === 'denied' && 'fact' in answer && answer.fact === TOKEN_REFUSED;
  if (!isRefused || !tokens.drop(token.value)) return answer;
  const renewed = await tokens.current();
  signal.throwIfAborted();
  if (renewed.kind !== 'found') return renewed;
  return renewed.value === token.value ? answer : ask(renewed.value);
}

/** For what changes nothing: again where nobody answers, and once the limit allows. */
export async function asked<A extends { kind: string }>(
  signal: AbortSignal,
  ask: () => Promise<A | Failure>,
  isNoAnswer: (answer: A | Failure) => boolean = ({ kind }) => kind === 'unreachable',
): Promise<A | Failure> {
  let waitedMs = 0;
  for (let attempt = 1; ;) {
    const answer = await ask();
    if (isThrottled(answer)) {
      if (waitedMs + answer.retryAfterMs > LONGEST_WAIT_MS) return answer;
      waitedMs += answer.retryAfterMs;
      await sleep(answer.retryAfterMs, signal);
    } else if (isNoAnswer(answer) && attempt < ATTEMPTS) {
      await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1), signal);
      attempt += 1;
    } else return answer;
  }
}

function isThrottled(answer: { kind: string }): answer is Extract<Failure, { kind: 'throttled' }> {
  return answer.kind === 'throttled';
}

interface NoAnswerPhrases {
  (name: 'no_answer', params: { limitMs: number }): Phrase;
  (name: 'unreachable', params: { why: string }): Phrase;
}

/** What it means that there is no answer, in the words of the room. */
export function unanswered(
  { error, isLate }: Extract<Posted, { error: unknown }>,
  timeoutMs: number,
  phrase: NoAnswerPhrases,
): Failure {
  const { code = '', message } = error;
  const reason = isLate
    ? phrase('no_answer', { limitMs: timeoutMs })
    : phrase('unreachable', { why: causeInWords(code, message) });
  return { kind: 'unreachable', reason };
}

/** Where there is nothing to do but end. */
export function errorOf({ kind, reason }: Failure): SyncError {
  if (kind === 'throttled') return new PacedError(reason);
  return kind === 'denied' || kind === 'refused'
    ? new ConfigurationError(reason)
    : new UnavailableError(reason);
}

export function valueOf<T>(found: Found<T>): T {
  if (found.kind !== 'found') throw errorOf(found);
  return found.value;
}
