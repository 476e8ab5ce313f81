import { isIP } from 'node:net';
import { z } from 'zod';
import { phrase } from '../errors.ts';
import type { Phrase } from '../phrase.ts';

/** What a variable's text must be. Each check carries what it expects, as a sentence says it after "must be". */

export function expecting<C extends z.ZodType>(check: C, expects: Phrase): C {
  return check.meta({ expects });
}

export const text = expecting(z.string(), phrase('text'));

/** A text that is read as `meant` makes it. */
export function textBy(meant: (text: string) => string) {
  return expecting(z.string().transform(meant), phrase('text'));
}

export function wholeNumber(min: number, max: number) {
  const number = z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);
  return expecting(number, phrase('whole_number', { min, max }));
}

export const percent = expecting(
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .refine((value) => value <= 100),
  phrase('percentage'),
);

export function oneOf<const T extends readonly [string, ...string[]]>(...values: T) {
  return expecting(z.enum(values), phrase('one_of', { values }));
}

/** An address to post to, as it is: to some servers one without its last slash is another one. */
const address = z
  .url({ protocol: /^https?$/ })
  .refine((value) => !value.includes('@') && URL.canParse(value));
const base = address.transform((value) => value.replace(/\/+$/, ''));

export const httpUrl = expecting(address, phrase('http_url'));

/** Paths are put behind it. */
export const baseUrl = expecting(base, phrase('http_url'));

/** Where credentials travel: in plain text only within this machine. */
export const secureUrl = expecting(
  base.refine((value) => value.startsWith('https:') || isLoopback(new URL(value).hostname)),
  phrase('secure_url'),
);

/** As a system resolves it: no address of a page, and no port behind it. */
const hostName = z.string().refine((value) => isIP(value) > 0 || /^[^\s:/@"'`“”]+$/.test(value));
export const host = expecting(hostName, phrase('host'));

/** Unquoted names only: what is put into SQL as an identifier is checked here and quoted there. */
const IDENTIFIER = String.raw`[A-Za-z0-9_$]{1,64}`;
const qualified = z.string().regex(new RegExp(`^${IDENTIFIER}\\.${IDENTIFIER}$`));

export const identifier = expecting(z.string().regex(new RegExp(`^${IDENTIFIER}$`)), phrase('identifier'));
export const qualifiedName = expecting(qualified, phrase('qualified_name'));
export const qualifiedNames = expecting(
  z
    .string()
    .transform((value) => value.split(',').map((name) => name.trim()))
    .pipe(z.array(qualified)),
  phrase('qualified_names'),
);

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
