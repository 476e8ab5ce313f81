import { inOneLine } from '../../platform/log.ts';
import { type Describe, isPhrase, type Phrase } from '../../platform/phrase.ts';
import { printable } from '../../platform/text.ts';
import type { CauseText } from '../../alerts/words/causes.en.ts';
import type { RejectionText } from '../../sources/words/quarantine.en.ts';
import type { RunText } from '../../runs/words/en.ts';
import { elapsedIn, MINUTE_MS } from './elapsed.ts';
import type { PageText } from '../words/en.ts';
import { msOf, type Zone } from '../../platform/zone.ts';

/** How numbers, moments and what others wrote are put before the reader. */
export interface Wording {
  page: PageText;
  summary: RunText['summary'];
  causes: CauseText;
  rejections: RejectionText;
  number(value: number): string;
  price(value: number): string;
  /** 12.5 → "+12.5%", in Spanish "+12,5 %". */
  change(percent: number): string;
  /** "14:05" on the day of the page, "12 Nov, 14:05" on another one. */
  moment(iso: string): string;
  time(iso: string): string;
  /** Whether a day begins then, and the one before it ends. */
  beginsDay(iso: string): boolean;
  /** As it stands in a sentence: "at 14:05", "on 12 Nov, 14:05". */
  at(iso: string): string;
  /** "since 14:05", "since 12 Nov, 14:05". */
  since(iso: string): string;
  /** "22 November 2026, 14:05". */
  fullMoment(iso: string): string;
  /** "12 November". */
  day(day: string): string;
  /** "Thursday, 12 November". */
  weekday(day: string): string;
  /** "M". */
  weekLetter(day: string): string;
  /** "12 Nov". */
  shortDay(day: string): string;
  /** "4 minutes ago", "now". */
  ago(iso: string): string;
  /** "4 minutes", "less than a minute". */
  lasting(iso: string): string;
  /** What the job keeps: a phrase, or what an earlier version kept as text. */
  said(kept: Phrase | string): string;
  /** The same without what it advises, which holds only while it lasts. */
  happened(kept: Phrase | string): string;
  /** What others wrote: cut, and harmless. */
  foreign(text: string, maxChars?: number): string;
}

const MAX_CHARS = 160;
const MAX_SAID_CHARS = 600;

export function wordingOf(
  page: PageText,
  { summary, causes, rejections }: Pick<RunText, 'summary'> & Pick<Wording, 'causes' | 'rejections'>,
  inWords: Describe,
  zone: Zone,
  madeAt: string,
): Wording {
  const number = new Intl.NumberFormat(page.locale, { maximumFractionDigits: 1 });
  const price = new Intl.NumberFormat(page.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const change = new Intl.NumberFormat(page.locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const elapsed = elapsedIn(page.locale);
  const passedMs = (iso: string): number => msOf(madeAt) - msOf(iso);
  const now = new Intl.RelativeTimeFormat(page.locale, { numeric: 'auto' }).format(0, 'second');
  const dates = (options: Intl.DateTimeFormatOptions): ((day: string) => string) => {
    const format = new Intl.DateTimeFormat(page.locale, { timeZone: 'UTC', ...options });
    return (day) => format.format(Date.parse(`${day}T12:00:00Z`));
  };
  const shortDay = dates({ day: 'numeric', month: 'short' });
  const weekday = dates({ weekday: 'long', day: 'numeric', month: 'long' });
  const fullDay = dates({ day: 'numeric', month: 'long', year: 'numeric' });
  const foreign = (text: string, maxChars = MAX_CHARS): string => {
    // By character: half of a pair would be left at the cut.
    const characters = Array.from(text.slice(0, 2 * maxChars + 1));
    const cut = characters.length > maxChars ? `${characters.slice(0, maxChars).join('')}…` : text;
    return printable(cut, cut.length);
  };
  const dayBefore = (iso: string): string | null =>
    zone.dayOf(iso) === zone.dayOf(madeAt) ? null : shortDay(zone.dayOf(iso));
  const said = (kept: Phrase | string, describe: Describe): string =>
    foreign(isPhrase(kept) ? inOneLine(describe(kept)) : kept, MAX_SAID_CHARS);
  return {
    page,
    summary,
    causes,
    rejections,
    number: (value) => number.format(value),
    price: (value) => price.format(value),
    change: (percent) => page.percent(change.format(percent)),
    time: (iso) => zone.timeOf(iso),
    beginsDay: (iso) => zone.startOf(zone.dayOf(iso)) === msOf(iso),
    at: (iso) => page.at(zone.timeOf(iso), dayBefore(iso)),
    since: (iso) => page.since(zone.timeOf(iso), dayBefore(iso)),
    lasting: (iso) => (passedMs(iso) < MINUTE_MS ? page.lessThanMinute : elapsed.lasting(passedMs(iso))),
    moment: (iso) => {
      const day = dayBefore(iso);
      return day === null ? zone.timeOf(iso) : `${day}, ${zone.timeOf(iso)}`;
    },
    fullMoment: (iso) => `${fullDay(zone.dayOf(iso))}, ${zone.timeOf(iso)}`,
    day: dates({ day: 'numeric', month: 'long' }),
    weekday: (day) => capitalized(weekday(day)),
    weekLetter: dates({ weekday: 'narrow' }),
    shortDay,
    ago: (iso) => (passedMs(iso) < MINUTE_MS ? now : elapsed.ago(passedMs(iso))),
    said: (kept) => said(kept, inWords),
    happened: (kept) => said(kept, (each) => ({ ...inWords(each), hint: undefined })),
    foreign,
  };
}

/** It stands by itself, as a heading. */
function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
