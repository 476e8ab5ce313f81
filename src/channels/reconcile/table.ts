import { table } from '../../platform/table.ts';
import type { DriftedListing } from '../../runs/drift.ts';
import type { ReconcileText } from './words/en.ts';

/** What a reconcile would do, a listing a line. */
export function tableOf(
  differences: readonly DriftedListing[],
  limit: number,
  { headings, outcomes, number, more, uncounted }: ReconcileText,
  columns: number | undefined,
): string {
  const rows = limit === 0 ? differences : differences.slice(0, limit);
  const drawn = table(
    [
      { heading: headings.channel, cells: rows.map(({ channel }) => channel) },
      {
        heading: headings.listing,
        cells: rows.map((row) => [row.remote_id, row.remote_variant].filter(Boolean).join(' / ')),
        spare: 1,
      },
      { heading: headings.title, cells: rows.map(({ title }) => title) },
      { heading: headings.sku, cells: rows.map(({ sku }) => sku) },
      {
        heading: headings.shown,
        cells: rows.map(({ shown }) => (shown === null ? uncounted : number(shown))),
        right: true,
      },
      { heading: headings.offered, cells: rows.map(({ offered }) => number(offered)), right: true },
      {
        heading: headings.outcome,
        cells: rows.map(({ outcome }) => outcomes[outcome as 'corrected'] ?? outcome),
      },
    ],
    columns,
  );
  const left = differences.length - rows.length;
  return [drawn, ...(left > 0 ? [more(left)] : [])].join('\n');
}
