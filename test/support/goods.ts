import type { Shop } from './shop.ts';

/** A product as a test thinks of it: where a balance is undefined, the stock list has no row of it. */
export interface Good {
  id: number;
  price?: number | string | null | undefined;
  balance?: number | undefined;
  name?: string;
}

/** Products 1 to `count`, priced 10 times their id, `balance` of each in stock. */
export function goods(count: number, balance = 5): Good[] {
  return Array.from({ length: count }, (_, index) => ({ id: index + 1, price: (index + 1) * 10, balance }));
}

/** Makes these the price list and the stock of the shop's checkout. */
export function offer(
  shop: Pick<Shop, 'bitcram'>,
  offered: readonly Good[],
  ...more: readonly object[]
): void {
  shop.bitcram.setCatalogue([
    ...offered.map(({ id, price, name = `Producto ${id}` }) => ({
      product_id: id,
      product_name: name,
      ...(price === undefined ? {} : { price }),
    })),
    ...more,
  ]);
  shop.bitcram.setStock(
    offered
      .filter(({ balance }) => balance !== undefined)
      .map(({ id, balance }) => ({ product_id: id, product_balance: balance })),
  );
}

/** The same products, some of them changed. */
export function changed(offered: readonly Good[], change: (good: Good) => Partial<Good> | undefined): Good[] {
  return offered.map((good) => ({ ...good, ...change(good) }));
}

export function without(offered: readonly Good[], ...ids: readonly number[]): Good[] {
  return offered.filter(({ id }) => !ids.includes(id));
}

/** When seeded rows were last changed. */
export const SEEDED_AT = '2020-01-02 03:04:05';

/** raw_item_data as an earlier run would have left it, without the time that a run takes. */
export async function seed(shop: Shop, known: readonly Good[]): Promise<void> {
  const rows = known.map(({ id, price, balance = 0, name = `Producto ${id}` }) => [
    id,
    JSON.stringify({ product_name: name, ...(price === undefined ? {} : { price }) }),
    balance,
    SEEDED_AT,
  ]);
  await shop.schema.query('INSERT INTO raw_item_data (id, data, stock, updated_at) VALUES ?', [rows]);
}

export async function tablesOf({ schema }: Shop): Promise<string[]> {
  const tables = await schema.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name`,
  );
  return tables.map(({ name }) => name);
}

/** Everything that a run could have written, table by table. */
export async function everything(shop: Shop): Promise<Record<string, object[]>> {
  const content: Record<string, object[]> = {};
  for (const name of await tablesOf(shop)) {
    content[name] = await shop.schema.query(`SELECT * FROM ${name} ORDER BY 1, 2, 3`);
  }
  return content;
}

/** What "nothing loaded" leaves untouched. */
export async function loaded(shop: Shop): Promise<Record<string, object[] | undefined>> {
  const { raw_item_data, channel_outbox, sync_missing, sync_change } = await everything(shop);
  return { raw_item_data, channel_outbox, sync_missing, sync_change };
}
