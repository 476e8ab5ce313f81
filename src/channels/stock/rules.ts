import { MOST_UNITS } from './units.ts';

/** What may move the stock of an item: a sale or a return at the till, an order in a marketplace, somebody who counted. */
export type Kind = 'sale' | 'return' | 'order' | 'count';

/** Which sales the source learns of. */
export interface StockRules {
  /** Whether a source says what there is; where none does, levels are counted, and no movement ends by a reading. */
  hasSource: boolean;
  /** After how many seconds at the latest the source's list shows a movement; a kind that it never shows is not here. */
  absorbS: Readonly<Partial<Record<'sale' | 'order', number>>>;
}

/** Where stock is counted by hand. */
export const NO_SOURCE: StockRules = { hasSource: false, absorbS: {} };

/** A movement as its level counts it. */
export function signed(kind: Kind, quantity: number): number {
  return kind === 'sale' || kind === 'order' ? -quantity : quantity;
}

/**
 * Whether the source brings a return back into the stock by itself. To hold it as well would count it twice, and to end it later would
 * need the moment from which on the source's list shows it: a plus that is held too long sells what is not there.
 */
export function isReturnOfSource(kind: Kind, { absorbS }: StockRules): boolean {
  return kind === 'return' && absorbS.sale !== undefined;
}

/** Whether a list that was read from `readAt` on shows this movement. */
export function isShown(
  { kind, receivedAt }: { kind: Kind; receivedAt: string },
  readAt: string | null,
  { absorbS }: StockRules,
): boolean {
  const seconds = kind === 'sale' || kind === 'order' ? absorbS[kind] : undefined;
  if (seconds === undefined || readAt === null) return false;
  return microsecondsOf(receivedAt) + seconds * 1_000_000 < microsecondsOf(readAt);
}

/** Kinds that end by no reading: only a stocktake covers them. */
export function unshownKinds({ absorbS }: StockRules): Kind[] {
  const shown = absorbS.sale === undefined ? [] : ['sale', 'return'];
  return (['sale', 'return', 'order', 'count'] as const).filter(
    (kind) => !shown.includes(kind) && !(kind === 'order' && absorbS.order !== undefined),
  );
}

/** A moment as the database writes it, "2026-11-21 03:00:00.123456", as a number that is exact. */
function microsecondsOf(moment: string): number {
  const [whole = '', fraction = ''] = moment.split('.');
  return Date.parse(`${whole.replace(' ', 'T')}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
}

/** A part of a listing: how many units of an item one piece of it takes, and how many there are. */
export interface Part {
  units: number;
  /** Null where nothing is known of the item yet. */
  level: number | null;
}

/** How many pieces of a listing can be offered, at most what a marketplace takes; undefined where it is not mapped, or an item of it is not known yet. */
export function offerOfParts(parts: readonly Part[], buffer: number): number | undefined {
  if (parts.length === 0) return undefined;
  let pieces = Infinity;
  for (const { units, level } of parts) {
    if (level === null) return undefined;
    pieces = Math.min(pieces, Math.floor(level / units));
  }
  return Math.min(Math.max(0, pieces - buffer), MOST_UNITS);
}
