import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { logHome } from './cloud-run.ts';
import { ConfigurationError } from './platform/errors.ts';
import type { LogHome } from './platform/log.ts';
import { hide } from './platform/redact.ts';
import { checkNeeds, type Need, VARIABLES_OF } from './needs.ts';
import {
  PLAIN_SECRETS,
  SECRET_PLACES,
  secretsIn,
  type SecretReference,
  secretReference,
  type SecretValue,
  secretValue,
} from './secret-config.ts';
import { expectationOf, type Values, variables } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Config {
  database: {
    instance: string | undefined;
    host: string;
    port: number;
    socketPath: string | undefined;
    user: string;
    password: string | undefined;
    /** Where the password lies, if it is not given. */
    passwordSecret: SecretReference | undefined;
    schema: string;
    ipType: Values['IP_TYPE_DB'];
    authType: Values['AUTH_TYPE_DB'];
    sqlAdminEndpoint: string | undefined;
  };
  source: {
    token: SecretValue;
    /** Undefined where the token is given by hand, or nobody said how to log in. */
    renewal: Config['renewal'] | undefined;
    baseUrl: string;
    /** 0 where the command names no checkout, such as `discover`. */
    checkout: number;
    pageSizeRows: number;
    fetchConcurrency: number;
    timeoutMs: number;
    attempts: number;
    maxResponseBytes: number;
  };
  /** How a new token is had, and the secret whose version it becomes. */
  renewal: { secret: SecretReference; username: string; password: SecretValue };
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
        secret: SecretValue;
        concurrency: number;
        timeoutMs: number;
        attempts: number;
        budgetMs: number;
      };
  /** Undefined where nobody is to be told. */
  alert:
    | {
        url: string;
        template: Values['ALERT_TEMPLATE'];
        secret: string | undefined;
        /** Whom the template addresses, where it addresses anybody. */
        to: string | undefined;
        afterRuns: number;
        /** Whether webhooks are sent at all, so that some can stay owed. */
        webhooks: boolean;
      }
    | undefined;
  log: { level: Values['LOG_LEVEL']; format: Values['LOG_FORMAT'] };
}

/**
 * The configuration that a command needs, from an environment. Pure. Throws one `ConfigurationError` that names every wrong
 * variable with what is expected, and never a value.
 */
export function parseConfig<const N extends Need>(
  env: Environment,
  needs: readonly N[],
  options: { checkout?: boolean } = {},
): Pick<Config, N> {
  const { config, problems } = checkConfig(env, needs, options);
  if (config === undefined) {
    throw new ConfigurationError(`the environment is wrong: ${problems.join('; ')}`, {
      hint: 'see .env.example for every variable',
    });
  }
  return config;
}

/** As `parseConfig`, for whoever has more to check: what is wrong, each beginning with the variable's name, or else the configuration. */
export function checkConfig<const N extends Need>(
  env: Environment,
  needs: readonly N[],
  options: { checkout?: boolean } = {},
): { config: Pick<Config, N> | undefined; problems: readonly string[] } {
  const problems: string[] = [];
  const values = parseVariables(env, needs, problems);
  checkNeeds(values, needs, options, problems);
  if (problems.length > 0) return { config: undefined, problems };
  const built = needs.map((need) => [need, BUILD[need](values as Values)] as const);
  return { config: Object.fromEntries(built) as unknown as Pick<Config, N>, problems };
}

/**
 * How to log. Where that itself is wrong, the defaults: a wrong level is named with everything else that is wrong, in a log and
 * in the report that there would not be without one.
 */
export function logConfig(env: Environment): Config['log'] & { home: LogHome | undefined } {
  const home = logHome(env);
  try {
    return { ...parseConfig(env, ['log']).log, home };
  } catch {
    return { ...parseConfig({}, ['log']).log, home };
  }
}

function parseVariables(env: Environment, needs: readonly Need[], problems: string[]): Partial<Values> {
  const values: Record<string, unknown> = {};
  for (const name of new Set(needs.flatMap((need) => VARIABLES_OF[need]))) {
    const given = env[name];
    const result = variables[name].safeParse(given === '' ? undefined : given);
    if (result.success) values[name] = result.data;
    else problems.push(`${name} must be ${expectationOf(name)}`);
  }
  return values;
}

const NO_SECRET: SecretValue = { kind: 'given', value: '' };

function renewalOf(values: Values): Config['renewal'] | undefined {
  const secret = secretReference(values, 'BITCRAM_TOKEN');
  const password = secretValue(values, 'PASSWORD_BITCRAM');
  const { USER_BITCRAM: username } = values;
  if (secret === undefined || password === undefined || username === undefined) return undefined;
  return { secret, username, password };
}

const BUILD: { [N in Need]: (values: Values) => Config[N] } = {
  database: (v) => ({
    instance: v.INSTANCE_DB,
    host: v.HOST_DB,
    port: v.PORT_DB,
    socketPath: v.SOCKET_DB,
    user: v.USER_DB ?? '',
    ...databasePassword(v),
    schema: v.NAME_DB,
    ipType: v.IP_TYPE_DB,
    authType: v.AUTH_TYPE_DB,
    sqlAdminEndpoint: v.SQL_ADMIN_ENDPOINT,
  }),
  source: (v) => ({
    token: secretValue(v, 'BITCRAM_TOKEN') ?? NO_SECRET,
    renewal: v.BITCRAM_TOKEN === undefined ? renewalOf(v) : undefined,
    baseUrl: v.URL_BITCRAM ?? '',
    checkout: v.CHECKOUT ?? 0,
    pageSizeRows: v.PAGE_SIZE,
    fetchConcurrency: v.FETCH_CONCURRENCY,
    timeoutMs: v.HTTP_TIMEOUT_MS,
    attempts: v.HTTP_ATTEMPTS,
    maxResponseBytes: v.MAX_RESPONSE_MB * 1024 * 1024,
  }),
  renewal: (v) => renewalOf(v) as Config['renewal'],
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
          secret: secretValue(v, 'SECRET_PUBLICATIONS') ?? NO_SECRET,
          concurrency: v.NOTIFY_CONCURRENCY,
          timeoutMs: v.NOTIFY_TIMEOUT_MS,
          attempts: v.NOTIFY_ATTEMPTS,
          budgetMs: v.NOTIFY_BUDGET_MS,
        },
  alert: (v) =>
    v.ALERT_URL === undefined
      ? undefined
      : {
          url: v.ALERT_URL,
          template: v.ALERT_TEMPLATE,
          secret: v.ALERT_SECRET,
          to: v.ALERT_TO,
          afterRuns: v.ALERT_AFTER_RUNS,
          webhooks: v.NOTIFY === 'on',
        },
  log: (v) => ({ level: v.LOG_LEVEL, format: v.LOG_FORMAT }),
};

/** With IAM the service account itself logs in: a password would travel for nothing, and readable to the server. */
function databasePassword(v: Values): Pick<Config['database'], 'password' | 'passwordSecret'> {
  const none = { password: undefined, passwordSecret: undefined };
  if (v.INSTANCE_DB !== undefined && v.AUTH_TYPE_DB === 'IAM') return none;
  const password = secretValue(v, 'PASSWORD_DB');
  if (password?.kind === 'given') return { ...none, password: password.value };
  return { ...none, passwordSecret: password };
}

/**
 * The process's environment over the `.env` file's, where there is one; an empty variable counts as unset. The only reader
 * of `process.env`; what is secret in it is hidden from all output from here on.
 */
export function environment(): Environment {
  const merged: Record<string, string | undefined> = {};
  for (const [name, value] of [...Object.entries(dotEnv()), ...Object.entries(process.env)]) {
    if (value !== undefined && value !== '') merged[name] = value;
  }
  for (const name of Object.keys(SECRET_PLACES)) hide(merged[name]);
  for (const name of PLAIN_SECRETS) secretsIn(merged[name]).forEach(hide);
  return merged;
}

function dotEnv(): Environment {
  try {
    return parseEnv(readFileSync('.env', 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigurationError(`the file .env cannot be read: ${(error as NodeJS.ErrnoException).code}`, {
      hint: 'let the user that runs the job read it, or take it away',
      cause: error,
    });
  }
}

/**
 * For Polars, which looks when it is loaded: its joins are small here, and more threads would take memory and the time that the
 * database needs.
 */
export function keepPolarsToOneThread(): void {
  process.env['POLARS_MAX_THREADS'] ??= '1';
}
