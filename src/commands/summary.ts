import type { Messages } from '../messages/en.ts';
import { createTranslator } from '../messages/translation.ts';
import type { Report } from '../sync/report.ts';

/** A report as it was kept: one of an earlier version may lack the later counts. */
export type Told = Pick<Report, 'command' | 'status'> & Partial<Report>;

/** A run for a person, in sentences, a line each. */
export function summarize(report: Told, messages: Messages): string[] {
  const { summary } = messages;
  const lines = [`${firstWords(report, messages)}.`];
  if (report.fetched !== undefined && report.fetched > 0) {
    lines.push(`${summary.read(report.fetched, report.unchanged ?? 0)}.`);
  }
  return [...lines, ...guardLines(report, messages)];
}

function firstWords(report: Told, messages: Messages): string {
  const { summary } = messages;
  const { status, loaded, dry_run: dry, duration_ms: took = 0, target = null } = report;
  const whose = target === null ? '' : summary.ofTarget(target);
  const done = whatChanged(report, messages);
  if (dry === true && status === 'succeeded') {
    return `${whose}${summary.wouldDo}: ${[done, owedInWords(report, messages)].filter(isSaid).join('; ')}`;
  }
  const headline = `${whose}${summary.headline[status](took)}`;
  const owed = owedInWords(report, messages);
  if (loaded === true || status === 'succeeded') {
    return `${headline}: ${[done, owed].filter(isSaid).join('; ')}`;
  }
  const would = done === undefined || report.fetched === 0 ? undefined : `${summary.wouldHaveDone}: ${done}`;
  return [headline, would, owed].filter(isSaid).join('; ');
}

/** "253 prices changed, 30 products are new"; undefined where a run has nothing to do with products. */
function whatChanged(report: Told, { summary }: Messages): string | undefined {
  if (report.command !== 'sync') return undefined;
  const counted: [count: number | undefined, words: (count: number) => string][] = [
    [report.price_changes, summary.priceChanges],
    [report.stock_changes, summary.stockChanges],
    [report.sold_out, summary.soldOut],
    [report.other_changes, summary.otherChanges],
    [report.price_changes === undefined ? report.updated : 0, summary.updated],
    [report.inserted, summary.inserted],
    [report.missing, summary.missing],
    [report.removed, summary.removed],
    [report.quarantined, summary.quarantined],
  ];
  const said = counted.flatMap(([count = 0, words]) => (count > 0 ? [words(count)] : []));
  return said.length === 0 ? summary.nothingChanged : said.join(', ');
}

function owedInWords(report: Told, { summary }: Messages): string | undefined {
  const { owed = 0, delivered = 0, pending = 0, dead = 0 } = report;
  if (owed === 0) return report.command === 'notify' ? summary.nothingOwed : undefined;
  if (report.dry_run === true) return summary.wouldOwe(owed);
  const said = [summary.delivered(delivered), summary.pending(pending)];
  if (dead > 0) said.push(summary.dead(dead));
  return said.join(', ');
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

function isSaid(text: string | undefined): text is string {
  return text !== undefined;
}
