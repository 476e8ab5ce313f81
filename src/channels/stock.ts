/** The stock ledger, as the load, the deliverers and whoever records sales use it. */
export { closeMovements } from './stock/closing.ts';
export { addStock, type Beginning, beginStock, type Count, countStock, recount } from './stock/counts.ts';
export { cancelOrderLines } from './stock/endings.ts';
export { mapLate } from './stock/late.ts';
export { inLedger, ledgerTime, openLevels } from './stock/levels.ts';
export { itemsOfSkus } from './stock/mapping.ts';
export { DUE_SINCE_S, markListingsById } from './stock/marks.ts';
export { keyOfLine, type Movement, recordMovements } from './stock/movements.ts';
export { offersOf } from './stock/offers.ts';
export {
  addReadings,
  type Reading,
  addReadingsFrom,
  heldItems,
  openReadings,
  catchUpLevels,
  isBehind,
  takeReadings,
} from './stock/readings.ts';
export { NO_SOURCE, type StockRules } from './stock/rules.ts';
export { MOST_UNITS, unitsIn } from './stock/units.ts';
