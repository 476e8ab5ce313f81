import { brandOf } from '../channels/index.ts';
import type { Language } from '../platform/language.ts';
import { isPhrase, type Phrase } from '../platform/phrase.ts';
import { supplierOf } from '../sources/index.ts';
import type { Cause } from './causes.ts';
import type { CauseText } from './words/causes.en.ts';

/** A cause as the shop's owner reads it, in three parts. */
export interface ToldCause {
  /** What happened. */
  what: string;
  /** What it means for the shop. */
  means: string;
  /** Whom to call, or what to do. */
  todo: string;
}

/** Of what is over there is nothing to do. */
export type OverCause = Omit<ToldCause, 'todo'>;

const MAX_EXAMPLES = 3;

/** `reason`: the error as it was kept. `lateMs`: for how long a channel is late by now; null where none is. `at`: since when the stock is what it is, as it stands in a sentence; null where nobody knows. */
export function tellCause(
  cause: Cause,
  reason: Phrase | string | null,
  at: string | null,
  words: CauseText,
  lateMs: number | null = null,
): ToldCause {
  const { name, outcome } = cause;
  const { causes, means, late, lasting } = words;
  const own = ofMarketplace(cause, words);
  const lateTodo = lateMs === null ? undefined : (own?.late ?? late)[name]?.(lasting(lateMs));
  return {
    what: seenIn(cause, reason, words) ?? own?.causes[name]?.what ?? causes[name].what,
    todo: lateTodo ?? own?.causes[name]?.todo ?? causes[name].todo,
    means: own?.means[outcome] ?? means[outcome](at),
  };
}

/** The same once it is over: `solvedAt` is when what put an end to it began, as it stands in a sentence; `givenUp`: how many were refused for good before that. */
export function tellOver(
  cause: Cause,
  reason: Phrase | string | null,
  at: string | null,
  solvedAt: string,
  words: CauseText,
  givenUp = 0,
): OverCause {
  const { over } = words;
  return {
    what: seenIn(cause, reason, words) ?? whatIn(cause, true, words),
    means: over.means[cause.outcome](at, solvedAt, givenUp),
  };
}

/** What happened in a sentence, without examples, and whether it is over. */
export function tellInShort(
  cause: Cause,
  reason: Phrase | string | null,
  isOver: boolean,
  words: CauseText,
): string {
  const what = seenIn(cause, reason, words, 0) ?? whatIn(cause, isOver, words);
  return isOver ? `${what} ${words.isSolved}` : what;
}

function whatIn(cause: Cause, isOver: boolean, words: CauseText): string {
  const { name } = cause;
  const own = ofMarketplace(cause, words);
  const over = isOver ? (own?.over ?? words.over.causes)[name] : undefined;
  return over ?? own?.causes[name]?.what ?? words.causes[name].what;
}

/** Undefined where it is of no marketplace. */
function ofMarketplace(
  { channel }: Cause,
  words: CauseText,
): ReturnType<CauseText['ofMarketplace']> | undefined {
  return channel === undefined ? undefined : words.ofMarketplace(brandOf(channel));
}

/** What the error itself counts; undefined where it counts nothing. */
function seenIn(
  cause: Cause,
  reason: Phrase | string | null,
  words: CauseText,
  maxExamples = MAX_EXAMPLES,
): string | undefined {
  const { name } = cause;
  const { watched, and, stopped, largest } = words;
  const count = name === 'channel_pending' ? paramOf(reason, 'count') : undefined;
  if (typeof count === 'number') return (ofMarketplace(cause, words) ?? words).left(count);
  const seen = name === 'guard' ? watchesOf(reason) : [];
  const said = seen.flatMap(({ what, count, of }) => watched[what]?.(count, of) ?? []);
  if (said.length === 0) return undefined;
  const examples = seen.flatMap((each) => each.examples).slice(0, maxExamples);
  const example = examples.length === 0 ? '' : ` ${largest(examples.join('; '))}`;
  return `${stopped(said.join(and))}${example}`;
}

/** For a shop whose goods come from the source that SOURCE names. Only that language is loaded. */
export async function causeTextIn(language: Language, source: string | undefined): Promise<CauseText> {
  const supplier = supplierOf(source);
  return language === 'es'
    ? (await import('./words/causes.es.ts')).esCauses(supplier)
    : (await import('./words/causes.en.ts')).enCauses(supplier);
}

interface Watched {
  what: string;
  count: number;
  of: number;
  examples: readonly unknown[];
}

/** What the guard saw, in the error that it ends a run with; nothing where another version kept something else. */
function watchesOf(reason: Phrase | string | null): Watched[] {
  const watches = paramOf(reason, 'watches');
  if (!Array.isArray(watches)) return [];
  return watches.filter(isPhrase).flatMap(({ code, params: { count, of, examples } }) => {
    if (typeof count !== 'number' || typeof of !== 'number') return [];
    const what = code.slice(code.indexOf('.') + 1);
    return [{ what, count, of, examples: Array.isArray(examples) ? examples : [] }];
  });
}

function paramOf(reason: Phrase | string | null, name: string): unknown {
  return isPhrase(reason) ? reason.params[name] : undefined;
}
