import type { PageData } from '../page/page-data.ts';
import { pageEn, type PageText } from '../words/page.en.ts';
import { pageEs } from '../words/page.es.ts';
import { byId } from './dom.ts';

export const data = JSON.parse(byId('data').textContent) as PageData;

export const text: PageText = data.language === 'es' ? pageEs : pageEn;

const moment = new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(text.locale, { timeStyle: 'short' });
const numbers = new Intl.NumberFormat(text.locale);

export const momentOf = (iso: string): string => moment.format(new Date(iso));
export const timeOf = (iso: string): string => clock.format(new Date(iso));
export const numberOf = (value: number): string => numbers.format(value);

/** Whose and when, and whether anything of it was to be saved. */
export function uploadOf(supplier: string, at: string, isDryRun: boolean): string {
  const of = text.task.of(supplier, momentOf(at));
  return isDryRun ? `${of}, ${text.task.dryRun}` : of;
}

/** A sentence of the API, where another one follows. */
export function sentence(said: string): string {
  const [first = ''] = said;
  return first.toUpperCase() + said.slice(1) + (/[.!?…]$/.test(said) ? '' : '.');
}
