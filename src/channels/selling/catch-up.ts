import type { Session } from '../../mysql/session.ts';
import { fillSkus } from '../listings/items.ts';
import { mapIfDue, noteMapDue } from '../listings/map-due.ts';
import type { Selling } from '../selling.ts';
import { catchUpLevels, isBehind } from '../stock.ts';

/**
 * Where the last load knew of no marketplace (it was the version before, or none was on): products that came in have their SKUs, and those
 * that went have none. Listings are then to look for their products. Before anything notes that the load was read, so that it is not lost.
 */
export async function catchUpSkus(
  session: Session,
  { rules, skuField, marketplaces }: Selling,
): Promise<void> {
  if (!(await isBehind(session, rules))) return;
  await fillSkus(session, skuField);
  await noteMapDue(session, Object.keys(marketplaces));
}

/** The same without a load, with what listings offer of it. */
export async function catchUp(session: Session, selling: Selling): Promise<void> {
  if (!(await isBehind(session, selling.rules))) return;
  await catchUpSkus(session, selling);
  await catchUpLevels(session, selling.rules);
  await mapIfDue(session, selling.rules);
}
