import type { PackedCatalogue } from './page/catalogue.ts';
import type { Part } from './model/changed.ts';
import type { Fold, History, RunEntry } from './model/history.ts';
import type { PageModel } from './model/model.ts';

/** A page is sent by mail and opened on phones. */
const MAX_BYTES = 700_000;

/** Rows of each list: as many as there are, and fewer where the page would become too large. */
const ROWS = [Infinity, 250, 100, 25] as const;
/** From so many on, lists give the catalogue no more room than this, compressed; and runs have fewer products. */
const FEW_ROWS = 100;
const SHARE_OF_CATALOGUE = 250_000;

/** For the words that say how much of the catalogue is there. */
const BYTES_OF_WORDS = 1000;

/** The page as bytes: the longest lists that fit beside the whole catalogue, and else as much of it as fits beside short ones. */
export function fitting(
  model: PageModel,
  pageOf: (model: PageModel, catalogue: PackedCatalogue) => string,
  pack: (maxBytes: number) => PackedCatalogue,
): Buffer {
  const whole = pack(Infinity);
  let page = { shown: model, room: 0 };
  for (const rows of ROWS) {
    const shown = shortened(model, rows);
    const bytes = Buffer.byteLength(pageOf(shown, { ...whole, text: '' })) + BYTES_OF_WORDS;
    // Base64 takes four bytes for three.
    page = { shown, room: Math.floor(((MAX_BYTES - bytes) * 3) / 4) - 3 };
    if (page.room >= bytesOf(whole)) return Buffer.from(pageOf(shown, whole));
    if (rows <= FEW_ROWS && page.room >= SHARE_OF_CATALOGUE) break;
  }
  return Buffer.from(pageOf(page.shown, pack(Math.max(0, page.room))));
}

function bytesOf({ text }: PackedCatalogue): number {
  return Math.ceil((text.length * 3) / 4);
}

function shortened(model: PageModel, rows: number): PageModel {
  const first = <Row>(part: Part<Row>): Part<Row> => ({ count: part.count, rows: part.rows.slice(0, rows) });
  const { today, owed, dead, quarantine, oversellable, history } = model;
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
    oversellable: oversellable.map((each) => ({ ...each, ...first(each) })),
    history: rows > FEW_ROWS ? history : withFewerProducts(history),
  };
}

function withFewerProducts(history: History): History {
  const fewer = (entry: RunEntry | Fold): RunEntry | Fold =>
    entry.kind === 'run' && entry.products !== null
      ? { ...entry, products: { ...entry.products, rows: entry.products.rows.slice(0, 3) } }
      : entry;
  return { ...history, days: history.days.map((day) => ({ ...day, entries: day.entries.map(fewer) })) };
}
