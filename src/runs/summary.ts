import type { Messages } from '../messages/en.ts';
import { changesInWords, webhooksInWords } from '../messages/telling.ts';
import { createTranslator } from '../messages/translation.ts';
import type { Report } from './report.ts';

/** A report as it was kept: one of an earlier version may lack the later fields. */
export type Told = Pick<Report, 'command' | 'status'> & Partial<Report>;

/** A run for a person, in sentences, a line each. */
export function summarize(report: Told, messages: Messages): string[] {
  const { summary } = messages;
  const { fetched = 0, unchanged = 0, quarantined = 0, dead = 0 } = report;
  return [
    `${outcome(report, messages)}.`,
    ...(fetched > 0 ? [`${summary.read(fetched, unchanged)}.`] : []),
    ...(quarantined > 0 ? [summary.seeQuarantine] : []),
    ...(dead > 0 ? [summary.sendAgain] : []),
    ...guardLines(report, messages),
  ];
}

/** What came of it, in one sentence. */
function outcome(report: Told, messages: Messages): string {
  const { summary } = messages;
  const { command, status, loaded = false, fetched = 0, owed = 0, duration_ms: took = 0 } = report;
  const isSync = command === 'sync';
  const whose = report.target ? summary.ofTarget(report.target) : '';
  const changes = changesInWords(report, messages);
  const webhooks = webhooksInWords(report, messages);
  if (report.dry_run === true && status === 'succeeded') {
    return `${whose}${summary.wouldDo}: ${joined(changes, owed > 0 && summary.wouldOwe(owed))}`;
  }
  const headline = `${whose}${summary.headline[status](took)}`;
  if (isSync && (loaded || status === 'succeeded')) return `${headline}: ${joined(changes, webhooks)}`;
  if (!isSync) {
    return status === 'succeeded'
      ? `${headline}: ${webhooks ?? summary.nothingOwed}`
      : joined(headline, webhooks);
  }
  const would = fetched > 0 && `${summary.wouldHaveDone}: ${changes}`;
  return joined(`${headline}, ${summary.nothingLoaded}`, would, webhooks);
}

function joined(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined).join('; ');
}

function guardLines({ guard }: Told, messages: Messages): string[] {
  const { summary } = messages;
  const { translated } = createTranslator(messages);
  return (guard ?? []).map(({ what, count, of, percent, limit_percent: limit, examples }) => {
    const moves = examples.map(({ product_id: id, before, after }) => `${id}: ${before} → ${after}`);
    const largest = moves.length === 0 ? '' : summary.largest(moves.join(', '));
    return `  ${summary.guard(count, of, translated(what), percent, limit)}${largest}`;
  });
}
