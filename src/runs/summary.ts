import { calledIn } from './names.ts';
import type { Report } from './report.ts';
import { changesInWords, soldInWords, webhooksInWords } from './telling.ts';
import type { RunText } from './words/en.ts';

type Text = Pick<RunText, 'summary'>;

/** A report as it was kept: one of an earlier version may lack the later fields. */
export type Told = Pick<Report, 'command' | 'status'> & Partial<Report>;

/** A run for a person, in sentences, a line each; what the guard saw comes last, if nobody else says it. */
export function summarize(report: Told, text: Text, { guard = true } = {}): string[] {
  const { summary } = text;
  const { fetched = 0, unchanged = 0, unknown = 0, quarantined = 0, dead = 0 } = report;
  return [
    `${outcome(report, text)}.`,
    ...soldInWords(report.channels ?? {}, text),
    ...(fetched > 0 ? [`${summary.read(fetched, unchanged)}.`] : []),
    ...(unknown > 0 ? [`${summary.unknown(unknown)}.`] : []),
    ...(quarantined > 0 ? [summary.seeQuarantine] : []),
    ...(dead > 0 ? [summary.sendAgain] : []),
    ...(guard ? guardLines(report, text) : []),
  ];
}

/** What came of it, in one sentence. */
function outcome(report: Told, text: Text): string {
  const { summary } = text;
  const { command, status, loaded = false, fetched = 0, owed = 0, duration_ms: took = 0 } = report;
  if (command === 'reconcile') return comparison(report, text);
  const isSync = command === 'sync';
  const whose = report.target ? summary.ofTarget(report.target) : '';
  const webhooks = webhooksInWords(report, text);
  if (report.dry_run === true && status === 'succeeded') {
    const would = changesInWords(report, text, 'would');
    return `${whose}${summary.wouldDo}: ${joined(would, owed > 0 && summary.wouldBePending(owed))}`;
  }
  const changes = changesInWords(report, text);
  const ended = !isSync && status === 'incomplete' ? 'sentSome' : status;
  const headline = `${whose}${summary.headline[ended](took)}`;
  if (isSync && (loaded || status === 'succeeded')) return `${headline}: ${joined(changes, webhooks)}`;
  if (!isSync) {
    return status === 'succeeded'
      ? `${headline}: ${webhooks ?? summary.nothingPending}`
      : joined(headline, webhooks);
  }
  const would = fetched > 0 && changesInWords(report, text, 'wouldHave');
  return joined(`${headline}, ${summary.nothingLoaded}`, would, webhooks);
}

/** What a reconcile found, by marketplace. */
function comparison(
  { target, status, drift = {}, dry_run: dryRun, duration_ms: took = 0 }: Told,
  { summary }: Text,
) {
  const found = Object.entries(drift).map(([channel, report]) => summary.compared(channel, report));
  const whose = target ? summary.ofTarget(target) : '';
  const ended = status === 'incomplete' ? 'sentSome' : status;
  const headline =
    dryRun === true && status !== 'failed' ? summary.wouldReconcile : summary.headline[ended](took);
  return `${whose}${headline}: ${found.length === 0 ? summary.nothingCompared : found.join('; ')}`;
}

function joined(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined).join('; ');
}

/** What the guard saw, with its examples unless they stand elsewhere. */
export function guardLines({ guard }: Partial<Told>, text: Text, withExamples = true): string[] {
  const { summary } = text;
  return (guard ?? []).map(({ what, count, of, percent, limit_percent: limit, examples }) => {
    const moves = (withExamples ? examples : []).map(
      ({ before, after, ...product }) =>
        `${`${calledIn(product)} ${product.name ?? ''}`.trimEnd()}: ${before} → ${after}`,
    );
    const largest = moves.length === 0 ? '' : summary.largest(moves.join(', '));
    return `  ${summary.guard(count, of, summary.guarded[what] ?? what, percent, limit)}${largest}`;
  });
}
