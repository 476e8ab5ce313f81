import { refuse } from './refusal.ts';

/** One comparison of a filter such as `updated_at:>='2026-11-29T12:00:00Z'`. */
interface Term {
  readonly field: string;
  readonly operator: '' | '>' | '>=' | '<' | '<=';
  readonly value: string;
}

const TERM = /^(\w+):(>=|<=|>|<|)('[^']*'|"[^"]*"|\S+)$/;

/** Whether an object is meant, by the values of the fields that can be filtered by. */
export function filterOf(query: string | null | undefined, fields: readonly string[]) {
  const terms = (query ?? '')
    .split(/ (?:AND )?(?=\w+:)/)
    .flatMap((text) => (text === '' ? [] : termOf(text)));
  // Shopify ignores a field that it does not know and shows everything: a client should fail at once.
  const unknown = terms.find(({ field }) => !fields.includes(field));
  if (unknown !== undefined) refuse('BAD_REQUEST', `no filter by ${unknown.field}`);
  return (valueOf: (field: string) => number | string | null): boolean =>
    terms.every((term) => holds(term, valueOf(term.field)));
}

function termOf(text: string): Term {
  const [, field = '', operator = '', quoted = ''] =
    TERM.exec(text) ?? refuse('BAD_REQUEST', `no filter: ${text}`);
  return { field, operator: operator as Term['operator'], value: quoted.replace(/^(['"])(.*)\1$/, '$2') };
}

function holds({ field, operator, value }: Term, found: number | string | null): boolean {
  if (operator === '') return String(found) === value;
  const wanted = field.endsWith('_at') ? Date.parse(value) : Number(value);
  if (Number.isNaN(wanted)) refuse('BAD_REQUEST', `no value for ${field}: ${value}`);
  const number = Number(found);
  if (operator === '>') return number > wanted;
  if (operator === '>=') return number >= wanted;
  return operator === '<' ? number < wanted : number <= wanted;
}
