import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigurationError } from './platform/errors.ts';
import { hide } from './platform/redact.ts';
import { expectationOf, type VariableName, type Values, variables } from './variables.ts';

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

interface SecretReference {
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

/**
 * How to log. Where that itself is wrong, the defaults: a wrong level is named with everything else that is wrong, in a log and
 * in the report that there would not be without one.
 */
export function logConfig(env: Environment): Config['log'] {
  try {
    return parseConfig(env, ['log']).log;
  } catch {
    return parseConfig({}, ['log']).log;
  }
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

/**
 * For Polars, which looks when it is loaded: its joins are small here, and more threads would take memory and the time that the
 * database needs.
 */
export function keepPolarsToOneThread(): void {
  process.env['POLARS_MAX_THREADS'] ??= '1';
}
