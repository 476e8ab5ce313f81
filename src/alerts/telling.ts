import type { Language } from '../platform/language.ts';
import { isPhrase, type Phrase } from '../platform/phrase.ts';
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
  { name, outcome }: Cause,
  reason: Phrase | string | null,
  at: string | null,
  words: CauseText,
  lateMs: number | null = null,
): ToldCause {
  const { causes, means, late, lasting } = words;
  return {
    what: seenIn(name, reason, words) ?? causes[name].what,
    todo: (lateMs === null ? undefined : late[name]?.(lasting(lateMs))) ?? causes[name].todo,
    means: means[outcome](at),
  };
}

/** The same once it is over: `solvedAt` is when what put an end to it began, as it stands in a sentence; `givenUp`: how many were refused for good before that. */
export function tellOver(
  { name, outcome }: Cause,
  reason: Phrase | string | null,
  at: string | null,
  solvedAt: string,
  words: CauseText,
  givenUp = 0,
): OverCause {
  const { causes, over } = words;
  return {
    what: seenIn(name, reason, words) ?? over.causes[name] ?? causes[name].what,
    means: over.means[outcome](at, solvedAt, givenUp),
  };
}

/** What happened in a sentence, without examples, and whether it is over. */
export function tellInShort(
  { name }: Cause,
  reason: Phrase | string | null,
  isOver: boolean,
  words: CauseText,
): string {
  const { causes, over, isSolved } = words;
  const what =
    seenIn(name, reason, words, 0) ?? (isOver ? over.causes[name] : undefined) ?? causes[name].what;
  return isOver ? `${what} ${isSolved}` : what;
}

/** What the error itself counts; undefined where it counts nothing. */
function seenIn(
  name: Cause['name'],
  reason: Phrase | string | null,
  { watched, and, stopped, largest, left }: CauseText,
  maxExamples = MAX_EXAMPLES,
): string | undefined {
  const count = name === 'channel_pending' ? paramOf(reason, 'count') : undefined;
  if (typeof count === 'number') return left(count);
  const seen = name === 'guard' ? watchesOf(reason) : [];
  const said = seen.flatMap(({ what, count, of }) => watched[what]?.(count, of) ?? []);
  if (said.length === 0) return undefined;
  const examples = seen.flatMap((each) => each.examples).slice(0, maxExamples);
  const example = examples.length === 0 ? '' : ` ${largest(examples.join('; '))}`;
  return `${stopped(said.join(and))}${example}`;
}

/** Only that language is loaded. */
export async function causeTextIn(language: Language): Promise<CauseText> {
  return language === 'es'
    ? (await import('./words/causes.es.ts')).esCauses
    : (await import('./words/causes.en.ts')).enCauses;
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
