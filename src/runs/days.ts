import { WrongArgumentError } from '../platform/arguments.ts';
import { plain } from '../platform/found.ts';
import { dayAfter } from '../platform/zone.ts';
import { phrase } from './phrase.ts';

/** How many days before today, in the words that a person says. */
const WORDS: Readonly<Record<string, number>> = { today: 0, hoy: 0, yesterday: -1, ayer: -1 };

/** From Sunday on. */
const WEEKDAYS = [
  ['domingo', 'sunday'],
  ['lunes', 'monday'],
  ['martes', 'tuesday'],
  ['miercoles', 'wednesday'],
  ['jueves', 'thursday'],
  ['viernes', 'friday'],
  ['sabado', 'saturday'],
];
const LEAP_YEAR = 2024;

/** A day as it is typed: what it is of the calendar on which today is `today`. */
export type AskedDay = (today: string) => string;

export function dayArgument(text: string): AskedDay {
  const word = text.toLowerCase();
  const ahead = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (ahead !== undefined) return (today) => dayAfter(today, ahead);
  const weekday = WEEKDAYS.findIndex((names) => names.includes(plain(word)));
  if (weekday >= 0) return (today) => lastBefore(today, (day) => weekdayOf(day) === weekday);
  if (isDay(text)) return () => text;
  const turned = turnedDay(text);
  if (turned !== undefined) return turned;
  throw new WrongArgumentError(phrase('day_expected'));
}

/** "26/11/2026" or "26/11", as it is written in Argentina: without a year, the last one that there was. */
function turnedDay(text: string): AskedDay | undefined {
  const [, day = '', month = '', year] = /^(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}))?$/.exec(text) ?? [];
  const inYear = (of: number | string): string => `${of}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (year !== undefined) return isDay(inYear(year)) ? () => inYear(year) : undefined;
  // A leap year has every day that there is.
  if (!isDay(inYear(LEAP_YEAR))) return undefined;
  return (today) => lastBefore(dayAfter(today), (each) => each.endsWith(inYear('')));
}

/** Sunday is 0. */
const weekdayOf = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay();

function lastBefore(today: string, isMeant: (day: string) => boolean): string {
  let day = dayAfter(today, -1);
  while (!isMeant(day)) day = dayAfter(day, -1);
  return day;
}

/** Of the calendar: not 2026-02-30. */
function isDay(text: string): boolean {
  return /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && dayAfter(text, 0) === text;
}
