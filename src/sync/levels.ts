import { addReadings, addReadingsFrom, heldItems, openReadings } from '../channels/stock.ts';
import type { Session } from '../mysql/session.ts';
import { ABSENT, FALLS } from './staging.ts';
import type { LevelStore, LoadPlan } from './store.ts';

/** What a run reads of the stock, on its way into the ledger. */
export function createLevels(session: Session): LevelStore {
  return {
    held: () => heldItems(session),
    open: () => openReadings(session),
    add: (readings) => addReadings(session, readings),
  };
}

/** Before the transaction: what a load does to stock that it has not read well. Nothing ends by it. */
export async function addUnread(session: Session, { falls, missing }: LoadPlan): Promise<void> {
  if (falls.length > 0) await addReadingsFrom(session, `SELECT t.item_id, t.stock, FALSE FROM ${FALLS}`);
  if (missing.settled.length > 0 && missing.treatment !== 'keep')
    await addReadingsFrom(session, `SELECT item_id, 0, FALSE FROM ${ABSENT} WHERE settle`);
}
