import { addReadings, addReadingsFrom, heldItems, openReadings } from '../channels/stock.ts';
import { forgetSkusOf, mapIfDue, noteMapDue, writeSkusOf } from '../channels/listings.ts';
import type { Selling } from '../channels/selling.ts';
import type { Session } from '../mysql/session.ts';
import { ABSENT, fallsSql, STAGE } from './staging.ts';
import type { LevelStore, LoadPlan } from './store.ts';

/** What a run reads of the stock, on its way into the ledger. */
export function createLevels(session: Session, { rules }: Selling): LevelStore {
  return {
    held: () => heldItems(session),
    open: () => openReadings(session),
    add: (readings) => addReadings(session, readings),
    map: () => mapIfDue(session, rules),
  };
}

/** Before the transaction: what a load does to stock that it has not read well. Nothing ends by it. */
export async function addUnread(session: Session, { falls, missing }: LoadPlan): Promise<void> {
  if (falls.length > 0)
    await addReadingsFrom(session, `SELECT t.item_id, t.stock, FALSE FROM ${fallsSql(session)}`);
  if (missing.settled.length > 0 && missing.treatment !== 'keep')
    await addReadingsFrom(session, `SELECT item_id, 0, FALSE FROM ${ABSENT} WHERE settle`);
}

/** In the transaction of a load: listings find what it writes by its SKU, and nothing that it deletes. */
export async function writeSkus(
  session: Session,
  { patches, missing: { settled, treatment } }: LoadPlan,
  { skuField, marketplaces }: Selling,
): Promise<void> {
  // A patch has nothing but a price.
  let written = patches ? 0 : await writeSkusOf(session, STAGE, skuField);
  if (settled.length > 0 && treatment === 'delete')
    written += await forgetSkusOf(session, `SELECT item_id FROM ${ABSENT} WHERE settle`);
  if (written > 0) await noteMapDue(session, Object.keys(marketplaces));
}
