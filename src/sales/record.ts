import { type Movement, recordMovements, type StockRules } from '../channels/stock.ts';
import type { Session, Value } from '../mysql/session.ts';
import { UnavailableError } from '../platform/errors.ts';
import { phrase } from './phrase.ts';
import type { Sale } from './sale.ts';

/** `known`: it was recorded before. `other`: another sale was, with the same id and other content. */
export type Recorded = 'recorded' | 'known' | 'other';

interface KeptSale {
  bodyHash: string;
  state: 'recorded' | 'trying' | 'dead';
}

/** Somebody recorded one of the sales meanwhile. What is locked is waited for by the ledger itself. */
class OverlapError extends UnavailableError {}
const ATTEMPTS = 4;

/**
 * Records sales with all that follows of them for stock and listings, in one transaction; each once, however often it comes. Returns
 * what became of each, in order, and how many lines have a SKU that no product is known of. `waits`: for levels that others have locked.
 */
export async function recordSales(
  session: Session,
  rules: StockRules,
  sales: readonly Sale[],
  waits: boolean,
  attempts = ATTEMPTS,
): Promise<{ outcomes: readonly Recorded[]; unmapped: number }> {
  try {
    const kept = await keptAmong(session, sales);
    const fresh = new Map<string, Sale>();
    const outcomes = sales.map((sale): Recorded => {
      const before = kept.get(sale.key) ?? fresh.get(sale.key);
      if (before !== undefined && before.bodyHash !== sale.bodyHash) return 'other';
      const isNew = !fresh.has(sale.key) && kept.get(sale.key)?.state !== 'recorded';
      if (isNew) fresh.set(sale.key, sale);
      return isNew ? 'recorded' : 'known';
    });
    if (fresh.size === 0) return { outcomes, unmapped: 0 };
    const recording = [...fresh.values()];
    const { unmapped } = await recordMovements(session, rules, recording.flatMap(movementsOf), {
      alongside: () => note(session, recording),
      waits,
    });
    return { outcomes, unmapped };
  } catch (error) {
    if (!(error instanceof OverlapError) || attempts === 1) throw error;
    return recordSales(session, rules, sales, waits, attempts - 1);
  }
}

function movementsOf({ key, location, lines }: Sale): Movement[] {
  return lines.map(({ sku, quantity }, index) => ({
    ...{ sourceKey: `sale:${key}`, line: String(index + 1), kind: 'sale' },
    ...{ quantity, sku, location },
  }));
}

async function keptAmong(session: Session, sales: readonly Sale[]): Promise<Map<string, KeptSale>> {
  const rows = await session.read<KeptSale & { key: string }>(
    phrase('read_sales'),
    'SELECT sale_key AS `key`, body_hash AS bodyHash, state FROM sale WHERE sale_key IN (?)',
    [sales.map(({ key }) => key)],
  );
  return new Map(rows.map(({ key, ...sale }) => [key, sale]));
}

/** In the transaction of the movements. Whoever recorded another sale of this id meanwhile was first. */
async function note(session: Session, sales: readonly Sale[]): Promise<void> {
  await session.write(
    phrase('write_sales'),
    `INSERT INTO sale (sale_key, body_hash, store, received_at, state) VALUES ${sales.map(() => "(?, ?, ?, NOW(6), 'recorded')").join(', ')}
     ON DUPLICATE KEY UPDATE state = IF(body_hash = VALUES(body_hash), 'recorded', state), tries = 0`,
    sales.flatMap(({ key, bodyHash, store }): Value[] => [key, bodyHash, store]),
  );
  const kept = await keptAmong(session, sales);
  if (sales.some(({ key, bodyHash }) => kept.get(key)?.bodyHash !== bodyHash)) {
    throw new OverlapError(phrase('sold_meanwhile'));
  }
}

/** Counts another try of a sale that is recorded by itself, before it is tried: whoever dies of it has counted it. Returns the tries so far. */
export async function countTry(session: Session, { key, bodyHash, store }: Sale): Promise<number> {
  await session.write(
    phrase('write_sales'),
    `INSERT INTO sale (sale_key, body_hash, store, received_at, state, tries) VALUES (?, ?, ?, NOW(6), 'trying', 1)
     ON DUPLICATE KEY UPDATE tries = IF(state = 'recorded' OR body_hash <> VALUES(body_hash), tries, tries + 1),
       state = IF(state = 'dead' AND body_hash = VALUES(body_hash), 'trying', state)`,
    [key, bodyHash, store],
  );
  const [row] = await session.read<{ tries: number }>(
    phrase('read_sales'),
    'SELECT tries FROM sale WHERE sale_key = ? AND body_hash = ?',
    [key, bodyHash],
  );
  return row?.tries ?? 0;
}

/** It was not the sale that failed. */
export async function forgetTry(session: Session, { key, bodyHash }: Sale): Promise<void> {
  await session.write(
    phrase('write_sales'),
    "UPDATE sale SET tries = tries - 1 WHERE sale_key = ? AND body_hash = ? AND state = 'trying' AND tries > 0",
    [key, bodyHash],
  );
}

/** Given up: somebody may send it again, and then it has all its tries once more. */
export async function giveUp(session: Session, { key, bodyHash }: Sale): Promise<void> {
  await session.write(
    phrase('write_sales'),
    "UPDATE sale SET state = 'dead', tries = 0 WHERE sale_key = ? AND body_hash = ? AND state = 'trying'",
    [key, bodyHash],
  );
}
