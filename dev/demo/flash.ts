import { realCatalogue, SURVEY_DATES } from '../simulate/catalogue.ts';
import type { DayReport } from './three-days.ts';
import type { World } from './world.ts';

/** A product that sold out in the shop, and the flash that brought it in. */
export interface Sale {
  name: string;
  report: Pick<DayReport, 'fetched' | 'updated' | 'delivered' | 'duration_ms'>;
}

/** The first product in stock sells out, and nothing else happens. */
export async function sellOut({ bitcram, job }: Pick<World, 'bitcram' | 'job'>): Promise<Sale> {
  const { priceList, stock } = await realCatalogue(SURVEY_DATES[2]);
  const sold = priceList.find(({ product_id: id }) =>
    stock.some((item) => item.product_id === id && item.product_balance > 0),
  );
  if (sold === undefined) throw new Error('nothing is in stock');
  bitcram.setStock(
    stock.map((item) => (item.product_id === sold.product_id ? { ...item, product_balance: 0 } : item)),
  );
  const report = JSON.parse(await job('sync', '--mode', 'flash', '--json')) as DayReport;
  return { name: sold.product_name, report };
}

export function deviationsOfSale({ report: { fetched, updated, delivered } }: Sale): string[] {
  return Object.entries({ fetched, updated, delivered }).flatMap(([name, found]) =>
    found === 1 ? [] : [`flash: ${name} is ${found}, expected 1`],
  );
}
