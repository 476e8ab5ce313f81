import { SECRET_PLACES, type SecretVariable, secretValue } from './secret-config.ts';
import { expectationOf, type VariableName, type Values } from './variables.ts';

/** What a command asks for; it is refused only for variables that it uses. */
export type Need = 'database' | 'source' | 'renewal' | 'load' | 'publications' | 'alert' | 'log';

const SECRET_MANAGER = ['PROJECT_ID', 'SECRET_MANAGER_ENDPOINT'] as const;
const LOG_IN = ['USER_BITCRAM', 'PASSWORD_BITCRAM', 'PASSWORD_BITCRAM_SECRET_ID'] as const;

export const VARIABLES_OF: Record<Need, readonly VariableName[]> = {
  database: [
    ...(['INSTANCE_DB', 'HOST_DB', 'PORT_DB', 'SOCKET_DB', 'USER_DB', 'PASSWORD_DB', 'NAME_DB'] as const),
    ...(['IP_TYPE_DB', 'AUTH_TYPE_DB', 'SQL_ADMIN_ENDPOINT', 'PASSWORD_DB_SECRET_ID'] as const),
    ...SECRET_MANAGER,
  ],
  source: [
    ...(['SECRET_ID', 'BITCRAM_TOKEN', 'URL_BITCRAM', 'CHECKOUT'] as const),
    ...SECRET_MANAGER,
    ...LOG_IN,
    ...(['PAGE_SIZE', 'FETCH_CONCURRENCY', 'HTTP_TIMEOUT_MS', 'HTTP_ATTEMPTS', 'MAX_RESPONSE_MB'] as const),
  ],
  renewal: ['SECRET_ID', ...SECRET_MANAGER, ...LOG_IN],
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
      'SECRET_PUBLICATIONS_SECRET_ID',
      'NOTIFY_CONCURRENCY',
      'NOTIFY_TIMEOUT_MS',
    ] as const),
    ...(['NOTIFY_ATTEMPTS', 'NOTIFY_BUDGET_MS'] as const),
    ...SECRET_MANAGER,
  ],
  alert: ['ALERT_URL', 'ALERT_TEMPLATE', 'ALERT_SECRET', 'ALERT_TO', 'ALERT_AFTER_RUNS', 'NOTIFY'],
  log: ['LOG_LEVEL', 'LOG_FORMAT'],
};

/** Adds to the problems what is missing among the variables that these needs read. */
export function checkNeeds(
  values: Partial<Values>,
  needs: readonly Need[],
  options: { checkout?: boolean },
  problems: string[],
): void {
  if (needs.includes('renewal')) requireRenewal(values, problems);
  if (needs.includes('source')) requireSource(values, options.checkout ?? true, problems);
  if (needs.includes('database')) {
    require(values, ['USER_DB'], problems);
    requireProject(values, 'PASSWORD_DB', problems);
  }
  if (needs.includes('publications') && values.NOTIFY !== 'off') {
    require(values, ['URL_PUBLICATIONS'], problems, orNotifyOff);
    requireSecret(values, 'SECRET_PUBLICATIONS', problems, orNotifyOff);
  }
  if (needs.includes('alert') && values.ALERT_URL !== undefined && values.ALERT_TEMPLATE === 'whapi') {
    const orElse: Widening = (expected) => `${expected} (or another ALERT_TEMPLATE)`;
    require(values, ['ALERT_TO', 'ALERT_SECRET'], problems, orElse);
  }
}

/** What is expected, and what would do in its place. */
type Widening = (expected: string) => string;

const asItIs: Widening = (expected) => expected;
const orNotifyOff: Widening = (expected) => `${expected} (or NOTIFY=off)`;

function require(
  values: Partial<Values>,
  names: readonly VariableName[],
  problems: string[],
  widened = asItIs,
): void {
  for (const name of names) {
    const wrong = problems.some((problem) => problem.startsWith(`${name} `));
    if (values[name] === undefined && !wrong) {
      problems.push(`${name} is missing: it must be ${widened(expectationOf(name))}`);
    }
  }
}

function requireSource(values: Partial<Values>, checkout: boolean, problems: string[]): void {
  require(values, checkout ? ['URL_BITCRAM', 'CHECKOUT'] : ['URL_BITCRAM'], problems);
  if (values.BITCRAM_TOKEN === undefined) {
    require(values, ['PROJECT_ID', 'SECRET_ID'], problems, (expected) => `${expected} (or BITCRAM_TOKEN)`);
    if (LOG_IN.some((name) => values[name] !== undefined)) requireRenewal(values, problems);
  }
}

function requireRenewal(values: Partial<Values>, problems: string[]): void {
  require(values, ['PROJECT_ID', 'SECRET_ID', 'USER_BITCRAM'], problems);
  requireSecret(values, 'PASSWORD_BITCRAM', problems);
}

/** The secret itself, or its place. */
function requireSecret(
  values: Partial<Values>,
  name: SecretVariable,
  problems: string[],
  widened = asItIs,
): void {
  const place = SECRET_PLACES[name];
  if (values[place] === undefined) {
    require(values, [name], problems, (expected) =>
      widened(`${expected}, or in a secret that ${place} names`));
  }
  requireProject(values, name, problems);
}

function requireProject(values: Partial<Values>, name: SecretVariable, problems: string[]): void {
  if (secretValue(values, name)?.kind === 'secret-manager') {
    require(values, ['PROJECT_ID'], problems, (expected) => `${expected} (or ${name})`);
  }
}
