import { channels, isMarketplace, ledger, marketplaces } from '../channels/index.ts';
import { EXIT, type ExitCode } from '../platform/errors.ts';
import { isPhrase, type Phrase } from '../platform/phrase.ts';
import { errorsBehind } from '../platform/room.ts';
import type { Report } from '../runs/report.ts';
import { RECONCILE } from '../runs/questions/whole.ts';
import type { RunFields } from '../runs/story.ts';
import { sources } from '../sources/index.ts';

interface Behind {
  exits: readonly ExitCode[];
  /** Of errors: room and name. Those of a source or a channel stand in the front of its folder. */
  codes: readonly string[];
}

const { usage, source, unavailable, bug, locked, guard, configuration, sigint, sigterm } = EXIT;
const of = (exits: readonly ExitCode[], ...codes: readonly string[]): Behind => ({ exits, codes });
const inRoom = (room: string, names: string): string[] => names.split(' ').map((name) => `${room}.${name}`);

/** What can be behind a run that did not go well, as far as the shop's owner has to tell it apart. An error stands in each that it may have. */
export const CAUSES = {
  usage: of(
    [usage],
    ...inRoom('channels', 'not_dead file_unread file_head file_empty'),
    'upload.not_dead',
    ...['dashboard.zone_unknown', 'sales.only_one', 'platform.no_id'],
    ...inRoom('runs', 'run_unknown no_run no_such_code'),
    ...inRoom('sync', 'product_unknown demo_missing no_delta'),
    ...inRoom('cli', 'one_target_needed target_unknown no_terminal'),
  ),
  settings: of(
    [configuration],
    ...inRoom('platform', 'env_wrong env_unreadable env_unwritable task_wrong'),
    ...inRoom('cli', 'targets_wrong targets_unreadable target_unknown'),
    ...[
      'alerts.address_wrong',
      'sync.published_table_wrong',
      'sync.notify_off',
      ...inRoom('sync', 'no_source another_source'),
      'sync.notify_elsewhere',
    ],
    ...inRoom('channels', 'locations_beside_source sku_is_code channel_off'),
    ...inRoom('sales', 'no_marketplace no_broker'),
    ...inRoom('rabbitmq', 'too_many_retries queue_differs'),
    ...inRoom('server', 'address_taken address_refused tokens_wrong tokens_twice tokens_needed'),
    ...inRoom(
      'upload',
      'store_refused aws_denied aws_no_credentials aws_no_region aws_elsewhere keys_halved',
    ),
    ...inRoom('upload', 'bucket_missing queue_missing queue_elsewhere temp_refused'),
  ),
  bug: of(
    [bug],
    ...['platform.unexpected', 'mysql.statement_wrong', 'sync.staging_in_doubt'],
    ...inRoom('runs', 'unbalanced_items unbalanced_webhooks'),
    'upload.row_missing',
    'upload.rows_unbalanced',
  ),
  too_long: of([unavailable], 'runs.too_long'),
  interrupted: of([sigint, sigterm], 'platform.interrupted'),
  locked: of([locked], 'mysql.locked'),
  output: of([unavailable, configuration], 'platform.unprinted', 'dashboard.page_unwritable'),
  service_down: of(
    [unavailable],
    ...inRoom(
      'upload',
      'store_full store_failed store_gone object_missing gave_up left_elsewhere file_unread aws_away temp_full',
    ),
  ),

  // The source: nobody else is asked by way of platform's requests.
  source_down: of([unavailable], ...inRoom('platform', 'unreachable no_answer')),
  source_failing: of([unavailable], 'platform.failing'),
  source_blocked: of([unavailable]),
  source_answer: of(
    [source],
    ...['platform.too_large', 'spreadsheets.unreadable'],
    ...inRoom('upload', 'columns_missing column_twice rows_too_many nothing_in_it'),
  ),
  source_moved: of([source]),
  source_empty: of([source], ...inRoom('sync', 'empty_price_list empty_stock_list')),
  source_unusable: of([source], 'sync.too_many_unusable'),
  source_place: of([source]),
  source_address: of([configuration]),
  checkout: of([source, configuration]),
  token: of([configuration]),
  renewal: of([source, unavailable, configuration]),
  flash_first: of([configuration], ...inRoom('sync', 'no_whole_run no_flash')),
  guard: of([guard], 'sync.guarded'),
  other_place: of([guard], 'sync.another_place'),
  drift: of([guard]),

  secret: of(
    [configuration],
    ...inRoom('platform', 'secret_name_wrong secret_unknown secret_api_off secret_denied secret_disabled'),
    ...inRoom('platform', 'secret_no_credentials secret_not_text secret_empty secret_versionless'),
  ),
  secret_down: of([unavailable], ...inRoom('platform', 'secret_no_token secret_unavailable secret_damaged')),
  database_refuses: of(
    [configuration],
    'sync.only_reads',
    ...inRoom('mysql', 'login_refused login_method schema_denied schema_unknown right_missing right_named'),
    ...inRoom('mysql', 'procedure_denied read_only not_committed host_refused instance_not_found'),
  ),
  database_down: of(
    [unavailable],
    ...inRoom('mysql', 'server_failed unreachable lost instance_not_found'),
    ...['alerts.memory_silent', 'upload.database_late'],
  ),
  database_busy: of(
    [unavailable],
    ...inRoom('mysql', 'contended lease_refused'),
    'upload.supplier_busy',
    ...inRoom('upload', 'products_moved lease_lost'),
  ),
  schema: of([configuration], 'mysql.table_missing', 'mysql.schema_outdated', 'sync.table_missing'),
  table: of(
    [configuration],
    ...inRoom('sync', 'column_wrong column_demanding engine_wrong second_key default_missing'),
  ),
  row: of([configuration], 'sync.row_refused'),
  run_erased: of([unavailable], 'sync.run_unknown'),
  procedures: of(
    [unavailable, bug, configuration],
    ...inRoom('sync', 'procedure_missing procedure_failed procedure_uncommitted procedures_at_work'),
    ...inRoom('sync', 'procedures_not_noted procedure_unknown procedures_first'),
  ),

  channel_pending: of(
    [unavailable],
    'channels.still_pending',
    ...inRoom('alerts', 'channel_late marketplace_late'),
  ),
  channel_down: of([unavailable], ...inRoom('channels', 'orders_unread listings_pending'), 'sales.refused'),
  broker: of(
    [unavailable, configuration],
    ...inRoom('rabbitmq', 'broker_away broker_full no_amqp no_tls copy_refused copy_returned broker_refuses'),
  ),
  channel_failing: of([unavailable]),
  channel_slow: of([unavailable], 'channels.budget_used'),
  channel_held: of([unavailable], 'channels.not_sent'),
  channel_settings: of(
    [configuration],
    ...inRoom('channels', 'secret_refused orders_unread listings_denied none_there'),
    'sales.refused',
  ),
  alert_down: of([unavailable], 'alerts.not_told'),
} as const satisfies Record<string, Behind>;

export type RunCause = keyof typeof CAUSES;

const ROOMS = { ...sources, ...channels, ...marketplaces, ...ledger };

const TABLE = (Object.entries(CAUSES) as [RunCause, Behind][]).map(
  ([cause, { codes }]) => [cause, new Set([...codes, ...errorsBehind(ROOMS, cause)])] as const,
);

/** Of an error of another version or another source, and of a run of which only the exit code was kept. */
const BY_EXIT_CODE: Readonly<Record<number, RunCause>> = {
  [usage]: 'usage',
  [source]: 'source_answer',
  [unavailable]: 'service_down',
  [locked]: 'locked',
  [guard]: 'guard',
  [configuration]: 'settings',
  [sigint]: 'interrupted',
  [sigterm]: 'interrupted',
};

/** What is behind the end of a run with this exit code and this error, as it was kept. */
export function causeOfError(error: Phrase | string | null, exitCode: number): RunCause {
  const named = isPhrase(error) ? causesOf(codeOf(error)) : [];
  const fitting = named.find((cause) => (CAUSES[cause].exits as readonly number[]).includes(exitCode));
  return fitting ?? BY_EXIT_CODE[exitCode] ?? 'bug';
}

export function causesOf(code: string): RunCause[] {
  return TABLE.flatMap(([cause, codes]) => (codes.has(code) ? [cause] : []));
}

/** That the time was used up is no fault of the receiver. */
const codeOf = ({ code, params: { why } }: Phrase): string =>
  code === 'channels.still_pending' && isPhrase(why) && why.code === 'channels.budget_used' ? why.code : code;

const SERVER_FAULT = 500;

/**
 * Why a channel took nothing at all: it answers with its own errors, or does not answer, or not in time. Undefined where it is not so. What
 * a marketplace took is not among the delivered.
 */
function failureOf(error: Phrase | string | null, delivered: number): RunCause | undefined {
  const why = isPhrase(error) ? error.params['why'] : undefined;
  if (!isPhrase(error) || !isPhrase(why)) return undefined;
  const { code, params } = why;
  if (error.code === 'channels.listings_pending') return causeOfError(why, unavailable);
  if (error.code !== 'channels.still_pending' || delivered > 0) return undefined;
  if (Number(params['status']) >= SERVER_FAULT) return 'channel_failing';
  const isDown = code === 'channels.budget_used' || causesOf(code).includes('channel_down');
  return isDown ? 'channel_down' : undefined;
}

/** Beside what ends a run: one that died, syncs that stay away, and products that a channel refused for good. */
export type CauseName = RunCause | 'lost' | 'silent' | 'refused';

/** What it means for the shop. */
export type Outcome =
  'unchanged' | 'unsent' | 'refused' | 'held_back' | 'rest_pending' | 'only_sending' | 'not_compared';

export interface Cause {
  name: CauseName;
  outcome: Outcome;
  /** The marketplace that it is about; not given for anything else. */
  channel?: string;
}

interface Ended {
  command: string;
  status: string;
  exitCode: number | null;
  loaded: boolean;
  delivered: number;
  error: Phrase | string | null;
}

/** Undefined for a run that went well, or is under way. */
export function causeOfRun({
  command,
  status,
  exitCode,
  loaded,
  delivered,
  error,
}: Ended): Cause | undefined {
  if (status === 'succeeded' || status === 'running') return undefined;
  const byError = failureOf(error, delivered) ?? causeOfError(error, exitCode ?? bug);
  const name = status === 'lost' ? 'lost' : byError;
  const channel = name.startsWith('channel_') ? marketplaceIn(error) : undefined;
  const outcome = command.startsWith(RECONCILE)
    ? 'not_compared'
    : outcomeOf(name, command === 'notify', loaded);
  return { name, outcome, ...(channel !== undefined && { channel }) };
}

/** The marketplace whose own words are in an error. */
function marketplaceIn(error: unknown): string | undefined {
  if (!isPhrase(error)) return undefined;
  const room = error.code.slice(0, error.code.indexOf('.'));
  if (isMarketplace(room)) return room;
  return Object.values(error.params)
    .map(marketplaceIn)
    .find((found) => found !== undefined);
}

/** The same of a run as it was kept. */
export function causeIn(run: RunFields): Cause | undefined {
  const { delivered = 0 } = run.report as Partial<Report>;
  return causeOfRun({
    command: run.command,
    status: run.status,
    exitCode: run.exit_code,
    loaded: run.committed_at !== null,
    delivered,
    error: run.error ?? run.reason,
  });
}

function outcomeOf(name: CauseName, onlySends: boolean, loaded: boolean): Outcome {
  if (!loaded && !onlySends) return 'unchanged';
  if (name === 'procedures') return 'held_back';
  if (onlySends) return 'only_sending';
  return name.startsWith('channel_') ? 'unsent' : 'rest_pending';
}
