import { hasCodes } from '../mysql/products.ts';
import type { Session } from '../mysql/session.ts';
import type { Job } from '../platform/command.ts';
import { table } from '../platform/table.ts';
import { printableJson } from '../platform/text.ts';
import { wrapped } from '../platform/wrap.ts';
import { calledIn } from '../runs/names.ts';
import { offersOf } from './changes.ts';
import type { FoundProduct } from './find-products.ts';
import { textIn } from './text.ts';

/** Products that a name fits, with price and stock, and how to ask for one of them. */
export async function printFound(
  job: Pick<Job<unknown>, 'print' | 'language' | 'columns'>,
  session: Session,
  found: readonly FoundProduct[],
  flags: { json: boolean; limit: number },
): Promise<void> {
  const shown = flags.json || flags.limit === 0 ? found : found.slice(0, flags.limit);
  const offers = await offersOf(
    session,
    shown.map(({ id }) => id),
  );
  const byId = new Map(offers.map((offer) => [offer.productId, offer]));
  const products = shown.map(({ id, name, code }) => {
    const { price = null, stock = null } = byId.get(id) ?? {};
    return { product_id: id, name, code, price, stock };
  });
  if (flags.json) {
    job.print(printableJson({ products }));
    return;
  }
  const isCoded = hasCodes(session.products);
  const called = ({ product_id: id, code }: { product_id: number; code: string | null }): string =>
    calledIn({ product_id: id, ...(isCoded && code !== null ? { code } : {}) });
  const { history: text } = await textIn(job.language);
  const written = (value: number | null, as: (value: number) => string): string =>
    value === null ? '–' : as(value);
  const list = table(
    [
      {
        heading: isCoded ? text.headings.code : text.headings.product,
        cells: products.map(called),
        right: !isCoded,
      },
      { heading: text.headings.name, cells: products.map(({ name }) => name) },
      {
        heading: text.headings.price,
        cells: products.map(({ price }) => written(price, text.money)),
        right: true,
      },
      {
        heading: text.headings.stock,
        cells: products.map(({ stock }) => written(stock, text.number)),
        right: true,
      },
    ],
    job.columns,
  );
  const said = text.several(
    found.length,
    found.length - products.length,
    products[0] === undefined ? '' : called(products[0]),
  );
  job.print(`${list}\n${wrapped(said, job.columns)}`);
}
