import { z } from 'zod';

/**
 * What a variable's text must be. Each check says in its description what it expects, as a sentence says it after "must be".
 */

export const text = z.string().describe('a text');

export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max)
    .describe(`a whole number from ${min} to ${max}`);
}

export const percent = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .transform(Number)
  .refine((value) => value <= 100)
  .describe('a percentage from 0 to 100');

export function oneOf<const T extends readonly [string, ...string[]]>(...values: T) {
  return z.enum(values).describe(values.map((value) => `"${value}"`).join(' or '));
}

const URL_EXPECTED = 'an http(s) URL without user and password in it';

/** An address to post to, as it is: to some servers one without its last slash is another one. */
export const httpUrl = z
  .url({ protocol: /^https?$/ })
  .refine((value) => !value.includes('@') && URL.canParse(value))
  .describe(URL_EXPECTED);

/** Paths are put behind it. */
export const baseUrl = httpUrl.transform((value) => value.replace(/\/+$/, '')).describe(URL_EXPECTED);

/** Where credentials travel: in plain text only within this machine. */
export const secureUrl = baseUrl
  .refine((value) => value.startsWith('https:') || isLoopback(new URL(value).hostname))
  .describe('an https URL (plain http only on loopback)');

/** Unquoted names only: what is put into SQL as an identifier is checked here and quoted there. */
const IDENTIFIER = String.raw`[A-Za-z0-9_$]{1,64}`;

export const identifier = z
  .string()
  .regex(new RegExp(`^${IDENTIFIER}$`))
  .describe('a schema name');

export const qualifiedName = z
  .string()
  .regex(new RegExp(`^${IDENTIFIER}\\.${IDENTIFIER}$`))
  .describe('schema.name');

export const qualifiedNames = z
  .string()
  .transform((value) => value.split(',').map((name) => name.trim()))
  .pipe(z.array(qualifiedName))
  .describe('schema.name, comma-separated');

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
