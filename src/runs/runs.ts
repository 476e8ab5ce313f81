import { databaseConfig } from '../mysql/config.ts';
import { openSchema } from '../mysql/open.ts';
import type { Body, JsonFlags } from '../platform/command.ts';
import { EXIT, UsageError } from '../platform/errors.ts';
import { type Cell, table } from '../platform/table.ts';
import { printable, printableJson, trendOf } from '../platform/text.ts';
import type { Describe, Phrase } from '../platform/phrase.ts';
import { phrase } from './phrase.ts';
import { reasonIn } from './reason.ts';
import { findRun, listRuns, type RunEntry } from './store.ts';
import { summarize, type Told } from './summary.ts';
import { textIn } from './text.ts';
import type { RunText } from './words/en.ts';

interface RunsFlags extends JsonFlags {
  limit: number;
}

const config = { database: databaseConfig };

/** The history of runs, newest first. */
export const list: Body<typeof config, RunsFlags> = {
  config,
  async work(job, flags) {
    const session = await openSchema(job);
    const entries = (await listRuns(session, flags.limit)).map(fieldsOf);
    if (flags.json) job.print(printableJson(entries));
    else job.print(listOf(entries, await textIn(job.language)));
    return EXIT.ok;
  },
};

/** One run's whole story. */
export const show: Body<typeof config, JsonFlags, [runId: string]> = {
  config,
  async work(job, flags, runId) {
    const session = await openSchema(job);
    const entry = await findRun(session, runId);
    if (entry === undefined) throw new UsageError(phrase('run_unknown', { run: printable(runId) }));
    const fields = fieldsOf(entry);
    if (flags.json) job.print(printableJson(fields));
    else job.print(storyOf(fields, await textIn(job.language), job.inWords));
    return EXIT.ok;
  },
};

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
    error: columns.error === null ? null : (JSON.parse(columns.error) as Phrase),
    forced: forced === 1,
    started_at: columns.startedAt,
    alive_at: columns.aliveAt,
    committed_at: columns.committedAt,
    finished_at: columns.finishedAt,
    procedures_owed: proceduresOwed === 1,
    place_key: columns.placeKey,
    ...placeFields(columns.placeKey),
    report,
  };
}

/** As runs had them before a place had a key of its own. */
function placeFields(key: string | null) {
  const named = new URLSearchParams(key ?? '');
  return { warehouse_id: named.get('warehouse'), price_list_id: named.get('price list') };
}

type RunFields = ReturnType<typeof fieldsOf>;

function listOf(entries: readonly RunFields[], text: RunText): string {
  const { none, headings } = text.list;
  if (entries.length === 0) return none;
  const rows = entries.map((run) => rowOf(run, text));
  return `${table(Object.values(headings), rows)}\n${trends(entries, text)}`;
}

function rowOf(run: RunFields, { list }: RunText): Cell[] {
  const counts = run.report as Counts;
  const took = typeof counts['duration_ms'] === 'number' ? (counts['duration_ms'] / 1000).toFixed(1) : '';
  return [
    run.run_id,
    run.started_at.slice(0, 19),
    run.mode ?? run.command,
    list.status[run.status] ?? run.status,
    run.exit_code,
    ...['fetched', 'inserted', 'updated', 'missing', 'removed', 'owed', 'pending'].map(
      (name) => counts[name],
    ),
    took,
  ];
}

/** How the changes and the time went, in a line each. */
function trends(entries: readonly RunFields[], { list }: RunText): string {
  const oldestFirst = entries.map(({ report }) => report as Counts).reverse();
  const changes = oldestFirst.map((counts) => (counts['inserted'] ?? 0) + (counts['updated'] ?? 0));
  const took = oldestFirst.map((counts) => Math.ceil((counts['duration_ms'] ?? 0) / 1000));
  const line = (name: string, values: readonly number[]): Cell[] => [
    name,
    trendOf(values),
    list.trend(Math.max(...values)),
  ];
  return table(['', '', ''], [line(list.trends.changes, changes), line(list.trends.seconds, took)]);
}

/** What was said of the run, and everything that is known of it, under the names that scripts use. */
function storyOf(run: RunFields, text: RunText, inWords: Describe): string {
  const { report, ...columns } = run;
  const { phases_ms: phases = {}, ...counts } = report as { phases_ms?: Record<string, number> };
  const known = new Set<string>(Object.keys(columns));
  const lines = Object.entries(columns).map(([name, value]) => [name, asText(value)]);
  const counted = Object.entries(counts).filter(([name]) => !known.has(name) && name !== 'event');
  const phaseLines = Object.entries(phases).map(([name, ms]) => [text.list.phase(name), `${ms} ms`]);
  const facts = [...lines, ...counted.map(([name, value]) => [name, asText(value)]), ...phaseLines];
  return `${sentencesOf(run, text, inWords).join('\n')}\n${table(['', ''], facts)}`;
}

function sentencesOf(run: RunFields, text: RunText, inWords: Describe): string[] {
  const { list } = text;
  const began = `${list.began(run.command, run.started_at.slice(0, 19))}.`;
  if (run.status === 'running') return [began, list.underWay];
  if (run.status === 'lost') return [began, list.lost];
  const reason = reasonIn(run, inWords);
  const told = run.report['status'] === undefined ? [] : summarize(run.report as unknown as Told, text);
  return [began, ...told, ...(reason === null ? [] : [reason])].map((line) => printable(line, 1000));
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
