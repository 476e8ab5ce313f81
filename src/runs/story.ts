import { localTime, localZone } from '../platform/local-time.ts';
import type { Phrase } from '../platform/phrase.ts';
import { printable } from '../platform/text.ts';
import type { RunEntry } from './store.ts';
import { summarize, type Told } from './summary.ts';
import type { RunText } from './words/en.ts';

/** A run for a script: the columns, and the report's own fields over them where the run has one. */
export function fieldsOf(entry: RunEntry) {
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
    exchange_rate: columns.exchangeRate,
    pulse: columns.pulse,
    report,
  };
}

/** As runs had them before a place had a key of its own. */
function placeFields(key: string | null) {
  const named = new URLSearchParams(key ?? '');
  return { warehouse_id: named.get('warehouse'), price_list_id: named.get('price list') };
}

export type RunFields = ReturnType<typeof fieldsOf>;

/** What it did, in sentences; why it did not go well is another story. */
export function storyOf(run: RunFields, text: RunText, { guard }: { guard: boolean }): string[] {
  const { list } = text;
  const began = `${list.began(run.command, localTime(run.started_at), localZone())}.`;
  if (run.status === 'running') return [began, list.underWay];
  if (run.status === 'lost') return [began, list.lost];
  const told =
    run.report['status'] === undefined ? [] : summarize(run.report as unknown as Told, text, { guard });
  return [began, ...told].map((line) => printable(line, 1000));
}
