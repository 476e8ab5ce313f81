import { parseConfig } from '../config.ts';
import { messagesIn } from '../messages/language.ts';
import { EXIT, type ExitCode, UsageError } from '../platform/errors.ts';
import { type Cell, table } from '../platform/table.ts';
import { printable, printableJson } from '../platform/text.ts';
import { openSecrets } from '../secrets.ts';
import { requireMigrated } from '../store/migrations.ts';
import { findRun, listRuns, type RunEntry } from '../store/runs.ts';
import type { Session } from '../store/session.ts';
import { connect } from '../wiring.ts';
import type { Context } from './context.ts';
import { plainLog } from './plain-log.ts';
import { type JsonFlags, onOneTarget, type TargetFlags } from './targets.ts';

export interface RunsFlags extends JsonFlags {
  limit: number;
}

const NEEDS = ['database', 'log'] as const;

/** The history of runs, newest first. */
export async function runs(flags: RunsFlags, context: Context): Promise<ExitCode> {
  await using scope = new AsyncDisposableStack();
  const session = await openSchema(flags, context, scope);
  const entries = (await listRuns(session, flags.limit)).map(fieldsOf);
  const messages = await messagesIn(context.language);
  if (flags.json) context.print(printableJson(entries));
  else context.print(entries.length === 0 ? messages.noRunYet : table(HEADINGS, entries.map(rowOf)));
  return EXIT.ok;
}

/** One run's whole story. */
export async function showRun(runId: string, flags: JsonFlags, context: Context): Promise<ExitCode> {
  await using scope = new AsyncDisposableStack();
  const session = await openSchema(flags, context, scope);
  const entry = await findRun(session, runId);
  if (entry === undefined)
    throw new UsageError(`there is no run ${printable(runId)}`, { hint: '`runs` lists them' });
  const fields = fieldsOf(entry);
  if (flags.json) context.print(printableJson(fields));
  else context.print(storyOf(fields));
  return EXIT.ok;
}

async function openSchema(flags: TargetFlags, given: Context, scope: AsyncDisposableStack): Promise<Session> {
  const context = onOneTarget(flags, { needs: NEEDS }, given);
  const config = parseConfig(context.env, NEEDS);
  const secrets = openSecrets(config, context.signal, scope);
  const session = await connect(config.database, secrets, context.signal, await plainLog(context), scope);
  await requireMigrated(session);
  return session;
}

type Counts = Partial<Record<string, number | null>>;

/** A run for a script: the columns, and the report's own fields over them where the run has one. */
function fieldsOf(entry: RunEntry) {
  const report = JSON.parse(entry.report ?? '{}') as Record<string, unknown>;
  const { report: _report, forced, proceduresOwed, ...columns } = entry;
  return {
    run_id: columns.runId,
    command: columns.command,
    mode: columns.mode,
    status: columns.status,
    exit_code: columns.exitCode,
    reason: columns.reason,
    forced: forced === 1,
    started_at: columns.startedAt,
    alive_at: columns.aliveAt,
    committed_at: columns.committedAt,
    finished_at: columns.finishedAt,
    procedures_owed: proceduresOwed === 1,
    warehouse_id: columns.warehouseId,
    price_list_id: columns.priceListId,
    report,
  };
}

type RunFields = ReturnType<typeof fieldsOf>;

const HEADINGS = [
  'run',
  'started (UTC)',
  'status',
  'exit',
  'read',
  'new',
  'changed',
  'missing',
  'removed',
  'owed',
  'pending',
  's',
];

function rowOf(run: RunFields): Cell[] {
  const counts = run.report as Counts;
  const took = typeof counts['duration_ms'] === 'number' ? (counts['duration_ms'] / 1000).toFixed(1) : '';
  return [
    run.run_id,
    run.started_at.slice(0, 19),
    run.status,
    run.exit_code,
    ...['fetched', 'inserted', 'updated', 'missing', 'removed', 'owed', 'pending'].map(
      (name) => counts[name],
    ),
    took,
  ];
}

function storyOf(run: RunFields): string {
  const { report, ...columns } = run;
  const { phases_ms: phases = {}, ...counts } = report as { phases_ms?: Record<string, number> };
  const known = new Set<string>(Object.keys(columns));
  const lines = Object.entries(columns).map(([name, value]) => [name, value]);
  const counted = Object.entries(counts).filter(([name]) => !known.has(name) && name !== 'event');
  const phaseLines = Object.entries(phases).map(([name, ms]) => [`phase ${name}`, `${ms} ms`]);
  return table(['', ''], [...lines, ...counted.map(([name, value]) => [name, asText(value)]), ...phaseLines]);
}

function asText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
