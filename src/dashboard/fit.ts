import type { Part } from './changed.ts';
import type { PageModel } from './model.ts';

/** A page is sent by mail and opened on phones. */
const MAX_BYTES = 1_000_000;

/** Rows of each list: as many as there are, and fewer where long names and reasons would make the page too large. */
const ROWS = [Infinity, 250, 100, 25] as const;

/** The page as bytes, with the longest lists that fit. */
export function fitting(model: PageModel, pageOf: (model: PageModel) => string): Buffer {
  let page = Buffer.alloc(0);
  for (const rows of ROWS) {
    page = Buffer.from(pageOf(shortened(model, rows)));
    if (page.length < MAX_BYTES) break;
  }
  return page;
}

function shortened(model: PageModel, rows: number): PageModel {
  const first = <Row>(part: Part<Row>): Part<Row> => ({ count: part.count, rows: part.rows.slice(0, rows) });
  const { last_change: change, owed, dead, quarantine } = model;
  return {
    ...model,
    last_change: change && {
      ...change,
      price_moves: first(change.price_moves),
      sold_out: first(change.sold_out),
    },
    owed: first(owed),
    dead: first(dead),
    quarantine: first(quarantine),
  };
}
