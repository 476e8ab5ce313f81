import { WrongArgumentError } from '../platform/arguments.ts';
import { dayAfter } from '../platform/zone.ts';
import { phrase } from './phrase.ts';

/** How many days before today, in the words that a person says. */
const WORDS: Readonly<Record<string, number>> = { today: 0, hoy: 0, yesterday: -1, ayer: -1 };

/** A day as it is typed: what it is of the calendar on which today is `today`. */
export type AskedDay = (today: string) => string;

export function dayArgument(text: string): AskedDay {
  const word = text.toLowerCase();
  const ahead = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (ahead !== undefined) return (today) => dayAfter(today, ahead);
  if (isDay(text)) return () => text;
  throw new WrongArgumentError(phrase('day_expected', { day: turned(text) ?? '2026-11-26' }));
}

/** "26/11/2026", as it is written in Argentina, the other way round. */
function turned(text: string): string | undefined {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text) ?? [];
  const meant = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(meant) ? meant : undefined;
}

/** Of the calendar: not 2026-02-30. */
function isDay(text: string): boolean {
  return /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && dayAfter(text, 0) === text;
}
