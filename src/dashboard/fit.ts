import type { Part } from './changed.ts';
import type { Fold, History, RunEntry } from './history.ts';
import type { PageModel } from './model.ts';

/** A page is sent by mail and opened on phones. */
const MAX_BYTES = 700_000;

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
  const { today, owed, dead, quarantine, history } = model;
  return {
    ...model,
    today: {
      ...today,
      prices: first(today.prices),
      ran_out: first(today.ran_out),
      ran_out_before: first(today.ran_out_before),
      back_in_stock: first(today.back_in_stock),
      new: first(today.new),
      gone: first(today.gone),
    },
    owed: first(owed),
    dead: first(dead),
    quarantine: first(quarantine),
    history: rows === Infinity ? history : withFewerProducts(history),
  };
}

function withFewerProducts(history: History): History {
  const fewer = (entry: RunEntry | Fold): RunEntry | Fold =>
    entry.kind === 'run' && entry.products !== null
      ? { ...entry, products: { ...entry.products, rows: entry.products.rows.slice(0, 3) } }
      : entry;
  return { ...history, days: history.days.map((day) => ({ ...day, entries: day.entries.map(fewer) })) };
}
