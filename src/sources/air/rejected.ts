import type { Rejected } from '../source.ts';

/** The members that an article may be refused for, by reason. */
const LOOKED_AT: ReadonlyMap<string, string> = new Map([
  ['bad_code', 'codigo'],
  ['bad_price', 'precio'],
  ['price_out_of_range', 'precio'],
  ['bad_currency', 'moneda'],
  ['bad_tax', 'impuesto_iva'],
]);

/** What an article says of why it was refused; nothing where its text was cut. */
export function readRejected(reason: string, raw: string): Rejected {
  const members = parsed(raw);
  const member = LOOKED_AT.get(reason);
  const value = member === undefined ? undefined : members[member];
  const { descrip } = members;
  return {
    member: value === undefined ? null : (member ?? null),
    value: value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value),
    name: typeof descrip === 'string' ? descrip : null,
  };
}

function parsed(raw: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(raw);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
