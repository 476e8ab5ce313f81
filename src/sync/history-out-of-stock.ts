import { hasCodes } from '../mysql/products.ts';
import type { Session } from '../mysql/session.ts';
import type { Job } from '../platform/command.ts';
import { EXIT, type ExitCode } from '../platform/errors.ts';
import { localTime, localZone } from '../platform/local-time.ts';
import { table } from '../platform/table.ts';
import { printableJson } from '../platform/text.ts';
import { wrapped } from '../platform/wrap.ts';
import { calledIn, calledOf, namesOf } from '../runs/names.ts';
import { readOutOfStock } from '../runs/questions/out-of-stock.ts';
import { textIn } from './text.ts';

/** What is out of stock now, and since when, what ran out last first. */
export async function printOutOfStock(
  job: Pick<Job<unknown>, 'print' | 'language' | 'columns'>,
  session: Session,
  { json, limit }: { json: boolean; limit: number },
): Promise<ExitCode> {
  const { count, rows } = await readOutOfStock(
    session,
    json || limit === 0 ? Number.MAX_SAFE_INTEGER : limit,
  );
  const names = await namesOf(
    session,
    rows.map(({ itemId }) => itemId),
  );
  const products = rows.map(({ itemId, oldStock, since }) => ({
    product_id: Number(itemId),
    ...calledOf(names, Number(itemId)),
    old_stock: oldStock === null ? null : Number(oldStock),
    since,
  }));
  if (json) {
    job.print(printableJson({ count, products }));
    return EXIT.ok;
  }
  const { history: text, zone } = await textIn(job.language);
  const { headings } = text;
  const list = table(
    [
      {
        heading: hasCodes(session.products) ? headings.code : headings.product,
        cells: products.map(calledIn),
        right: !hasCodes(session.products),
      },
      { heading: headings.name, cells: products.map(({ name }) => name) },
      {
        heading: headings.had,
        cells: products.map(({ old_stock: had }) => (had === null ? '–' : text.number(had))),
        right: true,
      },
      {
        heading: headings.since,
        cells: products.map(({ since }) => (since === null ? text.sinceBefore : localTime(since))),
        whole: true,
      },
    ],
    job.columns,
  );
  const lines = [
    ...(count === 0 ? [] : [list, '']),
    wrapped(text.outOfStock(count, count - products.length), job.columns),
    zone(localZone()),
  ];
  job.print(lines.join('\n'));
  return EXIT.ok;
}
