import { EXIT } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { Report } from './report.ts';
import { summarize } from './summary.ts';
import type { RunText } from './words/en.ts';

/** The report stands in the log whatever the level, short of silence; the log's lines have the run's id and target already. */
export function logReport(log: Log, report: Report, text: RunText): void {
  const level = levelOf(report);
  if (log.level === 'silent') return;
  if (!log.isLevelEnabled(level)) log.level = level;
  const { run_id: _id, target, ...rest } = report;
  const fields = target === null ? { target, ...rest } : rest;
  log[level](fields, summarize(report, text).join(' '));
}

function levelOf({ exit_code: exitCode, dead }: Report): 'info' | 'warn' | 'error' {
  if (exitCode === EXIT.ok) return dead > 0 ? 'warn' : 'info';
  return exitCode === EXIT.locked ? 'warn' : 'error';
}
