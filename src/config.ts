import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { ConfigurationError } from './platform/errors.ts';
import { hide } from './platform/redact.ts';

/**
 * The environment: every variable with its check and its default. The README's table and `.env.example` are tested against
 * this object, so a variable is added here first.
 */
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max)
    .describe(`a whole number from ${min} to ${max}`);

const percent = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .transform(Number)
  .refine((value) => value <= 100)
  .describe('a percentage from 0 to 100');

const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z.enum(values).describe(values.map((value) => `"${value}"`).join(' or '));

const httpUrl = z
  .url({ protocol: /^https?$/ })
  .refine((value) => !value.includes('@') && URL.canParse(value))
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

const loopbackPlainUrl = httpUrl
  .refine((value) => value.startsWith('https:') || isLoopback(new URL(value).hostname))
  .describe('an https URL (plain http only on loopback)');

export const variables = {
  PROJECT_ID: text.optional(),
  SECRET_ID: text.optional(),
  BITCRAM_TOKEN: text.optional(),
  SECRET_MANAGER_ENDPOINT: loopbackPlainUrl.optional(),
  URL_BITCRAM: httpUrl.optional(),
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
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
  LOG_FORMAT: oneOf('json', 'pretty', 'auto').default('auto'),
};

type VariableName = keyof typeof variables;
type Values = { [Name in VariableName]: z.output<(typeof variables)[Name]> };
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command asks for; it is refused only for variables that it uses. */
export type Need = 'database' | 'source' | 'load' | 'publications' | 'log';

const VARIABLES_OF: Record<Need, readonly VariableName[]> = {
  database: [
    ...(['INSTANCE_DB', 'HOST_DB', 'PORT_DB', 'SOCKET_DB', 'USER_DB', 'PASSWORD_DB', 'NAME_DB'] as const),
    ...(['IP_TYPE_DB', 'AUTH_TYPE_DB', 'SQL_ADMIN_ENDPOINT'] as const),
  ],
  source: [
    ...([
      'PROJECT_ID',
      'SECRET_ID',
      'BITCRAM_TOKEN',
      'SECRET_MANAGER_ENDPOINT',
      'URL_BITCRAM',
      'CHECKOUT',
    ] as const),
    ...(['PAGE_SIZE', 'FETCH_CONCURRENCY', 'HTTP_TIMEOUT_MS', 'HTTP_ATTEMPTS', 'MAX_RESPONSE_MB'] as const),
  ],
  load: [
    ...(['PUBLISHED_ITEMS_TABLE', 'POST_LOAD_PROCEDURES', 'MISSING_PRODUCTS', 'MISSING_RUNS'] as const),
    ...(['GUARD_MAX_MISSING_PERCENT', 'GUARD_MAX_ZEROED_PERCENT', 'GUARD_MAX_UNPRICED_PERCENT'] as const),
    ...(['GUARD_MAX_PRICE_DROP_PERCENT', 'QUARANTINE_MAX_PERCENT', 'HISTORY_DAYS'] as const),
  ],
  publications: [
    ...([
      'NOTIFY',
      'URL_PUBLICATIONS',
      'SECRET_PUBLICATIONS',
      'NOTIFY_CONCURRENCY',
      'NOTIFY_TIMEOUT_MS',
    ] as const),
    ...(['NOTIFY_ATTEMPTS', 'NOTIFY_BUDGET_MS'] as const),
  ],
  log: ['LOG_LEVEL', 'LOG_FORMAT'],
};

export interface Config {
  database: {
    instance: string | undefined;
    host: string;
    port: number;
    socketPath: string | undefined;
    user: string;
    password: string | undefined;
    schema: string;
    ipType: Values['IP_TYPE_DB'];
    authType: Values['AUTH_TYPE_DB'];
    sqlAdminEndpoint: string | undefined;
  };
  source: {
    token: { kind: 'given'; value: string } | SecretReference;
    baseUrl: string;
    /** 0 where the command names no checkout, such as `discover`. */
    checkout: number;
    pageSizeRows: number;
    fetchConcurrency: number;
    timeoutMs: number;
    attempts: number;
    maxResponseBytes: number;
  };
  load: {
    publishedItemsTable: string | undefined;
    postLoadProcedures: readonly string[];
    missingProducts: Values['MISSING_PRODUCTS'];
    missingRuns: number;
    guard: {
      maxMissingPercent: number;
      maxZeroedPercent: number;
      maxUnpricedPercent: number;
      maxPriceDropPercent: number;
    };
    quarantineMaxPercent: number;
    historyDays: number;
  };
  publications:
    | { notify: false }
    | {
        notify: true;
        url: string;
        secret: string;
        concurrency: number;
        timeoutMs: number;
        attempts: number;
        budgetMs: number;
      };
  log: { level: Values['LOG_LEVEL']; format: Values['LOG_FORMAT'] };
}

export interface SecretReference {
  kind: 'secret-manager';
  projectId: string;
  secretId: string;
  endpoint: string | undefined;
}

const SECRETS = ['BITCRAM_TOKEN', 'PASSWORD_DB', 'SECRET_PUBLICATIONS'] as const;

/**
 * The configuration that a command needs, from an environment. Pure. Throws one `ConfigurationError` that names every wrong
 * variable with what is expected, and never a value.
 */
export function parseConfig<const N extends Need>(
  env: Environment,
  needs: readonly N[],
  options: { checkout?: boolean } = {},
): Pick<Config, N> {
  const problems: string[] = [];
  const values = parseVariables(env, needs, problems);
  if (needs.includes('source' as N)) requireSource(values, options.checkout ?? true, problems);
  if (needs.includes('database' as N)) require(values, ['USER_DB'], problems);
  if (needs.includes('publications' as N) && values.NOTIFY !== 'off') {
    require(values, ['URL_PUBLICATIONS', 'SECRET_PUBLICATIONS'], problems, ' (or NOTIFY=off)');
  }
  if (problems.length > 0) {
    throw new ConfigurationError(`the environment is wrong: ${problems.join('; ')}`, {
      hint: 'see .env.example for every variable',
    });
  }
  const built = needs.map((need) => [need, BUILD[need](values as Values)] as const);
  return Object.fromEntries(built) as unknown as Pick<Config, N>;
}

function parseVariables(env: Environment, needs: readonly Need[], problems: string[]): Partial<Values> {
  const values: Record<string, unknown> = {};
  for (const name of needs.flatMap((need) => VARIABLES_OF[need])) {
    const given = env[name];
    const result = variables[name].safeParse(given === '' ? undefined : given);
    if (result.success) values[name] = result.data;
    else problems.push(`${name} must be ${expectationOf(name)}`);
  }
  return values;
}

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

function require(values: Partial<Values>, names: readonly VariableName[], problems: string[], or = ''): void {
  for (const name of names) {
    const wrong = problems.some((problem) => problem.startsWith(`${name} `));
    if (values[name] === undefined && !wrong) {
      problems.push(`${name} is missing: it must be ${expectationOf(name)}${or}`);
    }
  }
}

function requireSource(values: Partial<Values>, checkout: boolean, problems: string[]): void {
  require(values, checkout ? ['URL_BITCRAM', 'CHECKOUT'] : ['URL_BITCRAM'], problems);
  if (values.BITCRAM_TOKEN === undefined) {
    require(values, ['PROJECT_ID', 'SECRET_ID'], problems, ' (or BITCRAM_TOKEN)');
  }
}

const BUILD: { [N in Need]: (values: Values) => Config[N] } = {
  database: (v) => ({
    instance: v.INSTANCE_DB,
    host: v.HOST_DB,
    port: v.PORT_DB,
    socketPath: v.SOCKET_DB,
    user: v.USER_DB ?? '',
    password: v.PASSWORD_DB,
    schema: v.NAME_DB,
    ipType: v.IP_TYPE_DB,
    authType: v.AUTH_TYPE_DB,
    sqlAdminEndpoint: v.SQL_ADMIN_ENDPOINT,
  }),
  source: (v) => ({
    token:
      v.BITCRAM_TOKEN === undefined
        ? {
            kind: 'secret-manager',
            projectId: v.PROJECT_ID ?? '',
            secretId: v.SECRET_ID ?? '',
            endpoint: v.SECRET_MANAGER_ENDPOINT,
          }
        : { kind: 'given', value: v.BITCRAM_TOKEN },
    baseUrl: v.URL_BITCRAM ?? '',
    checkout: v.CHECKOUT ?? 0,
    pageSizeRows: v.PAGE_SIZE,
    fetchConcurrency: v.FETCH_CONCURRENCY,
    timeoutMs: v.HTTP_TIMEOUT_MS,
    attempts: v.HTTP_ATTEMPTS,
    maxResponseBytes: v.MAX_RESPONSE_MB * 1024 * 1024,
  }),
  load: (v) => ({
    publishedItemsTable: v.PUBLISHED_ITEMS_TABLE,
    postLoadProcedures: v.POST_LOAD_PROCEDURES,
    missingProducts: v.MISSING_PRODUCTS,
    missingRuns: v.MISSING_RUNS,
    guard: {
      maxMissingPercent: v.GUARD_MAX_MISSING_PERCENT,
      maxZeroedPercent: v.GUARD_MAX_ZEROED_PERCENT,
      maxUnpricedPercent: v.GUARD_MAX_UNPRICED_PERCENT,
      maxPriceDropPercent: v.GUARD_MAX_PRICE_DROP_PERCENT,
    },
    quarantineMaxPercent: v.QUARANTINE_MAX_PERCENT,
    historyDays: v.HISTORY_DAYS,
  }),
  publications: (v) =>
    v.NOTIFY === 'off'
      ? { notify: false }
      : {
          notify: true,
          url: v.URL_PUBLICATIONS ?? '',
          secret: v.SECRET_PUBLICATIONS ?? '',
          concurrency: v.NOTIFY_CONCURRENCY,
          timeoutMs: v.NOTIFY_TIMEOUT_MS,
          attempts: v.NOTIFY_ATTEMPTS,
          budgetMs: v.NOTIFY_BUDGET_MS,
        },
  log: (v) => ({ level: v.LOG_LEVEL, format: v.LOG_FORMAT }),
};

/**
 * The process's environment over the `.env` file's, where there is one; an empty variable counts as unset. The only reader
 * of `process.env`; what is secret in it is hidden from all output from here on.
 */
export function environment(): Environment {
  const merged: Record<string, string | undefined> = { ...dotEnv() };
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && value !== '') merged[name] = value;
  }
  for (const name of SECRETS) hide(merged[name]);
  return merged;
}

function dotEnv(): Environment {
  try {
    return parseEnv(readFileSync('.env', 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigurationError('the file .env cannot be read', { cause: error });
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
