import { z } from 'zod';

const digits = z.string().regex(/^\d+$/).transform(Number);

const wholeNumber = (min: number, max: number) =>
  digits.refine((value) => value >= min && value <= max).describe(`a whole number from ${min} to ${max}`);

const percent = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .transform(Number)
  .refine((value) => value <= 100)
  .describe('a percentage from 0 to 100');

const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values).describe(values.map((value) => `"${value}"`).join(' or '));

/** An address to post to, as it is: to some servers one without its last slash is another one. */
const httpUrl = z
  .url({ protocol: /^https?$/ })
  .refine((value) => !value.includes('@') && URL.canParse(value))
  .describe('an http(s) URL without user and password in it');

/** Paths are put behind it. */
const baseUrl = httpUrl
  .transform((value) => value.replace(/\/+$/, ''))
  .describe('an http(s) URL without user and password in it');

const text = z.string().describe('a text');

/** Unquoted names only: what is put into SQL as an identifier is checked here and quoted there. */
const IDENTIFIER = String.raw`[A-Za-z0-9_$]{1,64}`;
const qualifiedName = z
  .string()
  .regex(new RegExp(`^${IDENTIFIER}\\.${IDENTIFIER}$`))
  .describe('schema.name');
const qualifiedNames = z
  .string()
  .transform((value) => value.split(',').map((name) => name.trim()))
  .pipe(z.array(qualifiedName))
  .describe('schema.name, comma-separated');

const loopbackPlainUrl = baseUrl
  .refine((value) => value.startsWith('https:') || isLoopback(new URL(value).hostname))
  .describe('an https URL (plain http only on loopback)');

/**
 * The environment: every variable with its check and its default. The README's table and `.env.example` are tested against
 * this object, so a variable is added here first.
 */
export const variables = {
  TARGETS_FILE: text.optional(),
  PROJECT_ID: text.optional(),
  SECRET_ID: text.optional(),
  BITCRAM_TOKEN: text.optional(),
  USER_BITCRAM: text.optional(),
  PASSWORD_BITCRAM: text.optional(),
  PASSWORD_BITCRAM_SECRET_ID: text.optional(),
  SECRET_MANAGER_ENDPOINT: loopbackPlainUrl.optional(),
  URL_BITCRAM: baseUrl.optional(),
  CHECKOUT: wholeNumber(1, 2_147_483_647).optional(),
  INSTANCE_DB: z
    .string()
    .regex(/^([^:\s]+:)?[^:\s]+:[^:\s]+:[^:\s]+$/)
    .describe('project:region:instance')
    .optional(),
  HOST_DB: text.default('127.0.0.1'),
  PORT_DB: wholeNumber(1, 65_535).default(3306),
  SOCKET_DB: text.optional(),
  USER_DB: text.optional(),
  PASSWORD_DB: text.optional(),
  PASSWORD_DB_SECRET_ID: text.optional(),
  NAME_DB: z
    .string()
    .regex(new RegExp(`^${IDENTIFIER}$`))
    .describe('a schema name')
    .default('bitcram'),
  IP_TYPE_DB: oneOf('PUBLIC', 'PRIVATE', 'PSC').default('PUBLIC'),
  AUTH_TYPE_DB: oneOf('PASSWORD', 'IAM').default('PASSWORD'),
  SQL_ADMIN_ENDPOINT: loopbackPlainUrl.optional(),
  NOTIFY: oneOf('on', 'off').default('on'),
  URL_PUBLICATIONS: httpUrl.optional(),
  SECRET_PUBLICATIONS: text.optional(),
  SECRET_PUBLICATIONS_SECRET_ID: text.optional(),
  PUBLISHED_ITEMS_TABLE: qualifiedName.describe('schema.table').optional(),
  POST_LOAD_PROCEDURES: qualifiedNames.default([]),
  PAGE_SIZE: wholeNumber(1, 100_000).default(1000),
  FETCH_CONCURRENCY: wholeNumber(1, 64).default(4),
  HTTP_TIMEOUT_MS: wholeNumber(1, 3_600_000).default(30_000),
  HTTP_ATTEMPTS: wholeNumber(1, 100).default(5),
  MAX_RESPONSE_MB: wholeNumber(1, 500).default(256),
  NOTIFY_CONCURRENCY: wholeNumber(1, 1000).default(50),
  NOTIFY_TIMEOUT_MS: wholeNumber(1, 3_600_000).default(5000),
  NOTIFY_ATTEMPTS: wholeNumber(1, 1_000_000).default(8),
  NOTIFY_BUDGET_MS: wholeNumber(1, 86_400_000).default(120_000),
  MISSING_PRODUCTS: oneOf('zero', 'keep', 'delete').default('zero'),
  MISSING_RUNS: wholeNumber(1, 1_000_000).default(2),
  GUARD_MAX_MISSING_PERCENT: percent.default(20),
  GUARD_MAX_ZEROED_PERCENT: percent.default(30),
  GUARD_MAX_UNPRICED_PERCENT: percent.default(10),
  GUARD_MAX_PRICE_DROP_PERCENT: percent.default(5),
  QUARANTINE_MAX_PERCENT: percent.default(5),
  HISTORY_DAYS: wholeNumber(0, 36_500).default(30),
  ALERT_URL: httpUrl.optional(),
  ALERT_TEMPLATE: oneOf('generic', 'slack', 'google-chat', 'whapi').default('generic'),
  ALERT_SECRET: text.optional(),
  ALERT_TO: text.optional(),
  ALERT_AFTER_RUNS: wholeNumber(0, 1_000_000).default(3),
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
  LOG_FORMAT: oneOf('json', 'pretty', 'auto').default('auto'),
};

export type VariableName = keyof typeof variables;
export type Values = { [Name in VariableName]: z.output<(typeof variables)[Name]> };

/** What a variable expects, in words: its own description, or the one inside its default or optional. */
export function expectationOf(name: VariableName): string {
  let type: z.ZodType | undefined = variables[name];
  while (type !== undefined) {
    if (type.description !== undefined) return type.description;
    type =
      type instanceof z.ZodOptional || type instanceof z.ZodDefault
        ? (type.unwrap() as z.ZodType)
        : undefined;
  }
  return 'valid';
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
