import type { StockRules } from '../../src/channels/stock.ts';

/** What happens to the ledger, with the second at which it does. */
export type Step =
  | { what: 'record'; t: number; lines: readonly Line[] }
  | { what: 'cancel'; t: number; lines: readonly Line[] }
  | {
      what: 'read';
      t: number;
      runId: string;
      startedAt: number;
      isWhole: boolean;
      unread: readonly number[];
      readings: Readings;
    }
  | { what: 'map'; t: number; itemId: number }
  | { what: 'close'; t: number; before: number }
  | { what: 'count' | 'add'; t: number; itemId: number; quantity: number };

/** Of a till sale or return, or of an order; `kit` is the listing of a kit, everything else a SKU. */
export interface Line {
  key: string;
  kind: 'sale' | 'return' | 'order';
  sku: string;
  quantity: number;
}

export type Readings = Readonly<Record<number, number | { falls: number }>>;

interface ModelMovement {
  key: string;
  kind: Line['kind'] | 'count';
  sku: string;
  itemId: number | null;
  quantity: number;
  at: number;
  /** Why it has ended; by a reading: the run's name. */
  ended: string | null;
}

export interface ModelState {
  levels: Record<number, { base: number; readAt: number | null; runId: string | null }>;
  items: Record<string, readonly number[]>;
  movements: readonly ModelMovement[];
  whole: { startedAt: number; runId: string; unread: readonly number[] } | undefined;
}

/** The last two have the SKU that is mapped late. */
export const ITEMS: readonly number[] = [1, 2, 3, 4];
export const KIT_LISTING = 90;
export const KIT: Readonly<Record<number, number>> = { 1: 1, 2: 2 };
/** The SKU that is mapped late: to one item, then to another one as well. */
export const LATE_SKU = 'C';

export function held({ movements }: ModelState, itemId: number): number {
  return movements
    .filter((movement) => movement.itemId === itemId && movement.ended === null)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

export function levelIn(state: ModelState, itemId: number): number {
  return (state.levels[itemId] as { base: number }).base + held(state, itemId);
}

/** The rules of the ledger once more, without a database: the sums are taken again each time, and nothing is kept twice. */
export function after(state: ModelState, step: Step, rules: StockRules): ModelState {
  switch (step.what) {
    case 'record': {
      const lines = distinct(step.lines);
      const known = grown(state, lines, step.t);
      return told(known, lines, step.t, ({ kind }) =>
        kind === 'return' && rules.absorbS.sale !== undefined ? 'in_source' : null,
      );
    }
    case 'cancel': {
      const keys = step.lines.map(({ key }) => key);
      const cancelled = end(state, 'cancelled', ({ key }) => keys.includes(lineOf(key)));
      return told(cancelled, distinct(step.lines), step.t, () => 'cancelled');
    }
    case 'read':
      return Object.entries(step.readings).reduce(
        (before, [id, reading]) => read(before, step, Number(id), reading, rules),
        step.isWhole ? { ...state, whole: step } : state,
      );
    case 'map':
      return {
        ...state,
        items: { ...state.items, [LATE_SKU]: [...(state.items[LATE_SKU] ?? []), step.itemId] },
      };
    case 'close':
      return end(state, 'closed', (movement) => {
        const readAt =
          movement.itemId === null ? state.whole?.startedAt : readingOf(state, movement.itemId)?.at;
        const isShownLater =
          movement.kind === 'order' ? rules.absorbS.order !== undefined : rules.absorbS.sale !== undefined;
        return !isShownLater && movement.at < step.before && (readAt ?? -1) > step.before;
      });
    default:
      return counted(state, step);
  }
}

function counted(
  state: ModelState,
  { what, itemId, quantity, t }: Extract<Step, { quantity: number }>,
): ModelState {
  const level = state.levels[itemId] as ModelState['levels'][number];
  const isWhole = what === 'count';
  const movement = {
    ...{ key: `count ${t} ${itemId}`, kind: 'count' as const, sku: '', itemId, at: t },
    quantity: isWhole ? quantity - level.base - held(state, itemId) : quantity,
    ended: isWhole ? 'counted' : null,
  };
  const base = quantity - held(state, itemId);
  const readAt = Math.max(level.readAt ?? 0, t);
  return {
    ...state,
    movements: [...state.movements, movement],
    levels: isWhole ? { ...state.levels, [itemId]: { base, readAt, runId: null } } : state.levels,
  };
}

/** What is mapped by now is applied: at once as ended where the list of a run was sure to show it. */
export function mapped(state: ModelState, rules: StockRules): ModelState {
  const movements = state.movements.map((movement) => {
    const [itemId, ...others] = state.items[movement.sku] ?? [];
    if (movement.itemId !== null || movement.ended !== null || itemId === undefined || others.length > 0) {
      return movement;
    }
    const reading = readingOf(state, itemId);
    const isShown = reading !== undefined && isPast(movement, reading.at, rules);
    return { ...movement, itemId, ended: isShown ? reading.runId : null };
  });
  return { ...state, movements };
}

function told(
  state: ModelState,
  lines: readonly Line[],
  at: number,
  endOf: (line: Line) => string | null,
): ModelState {
  return lines.reduce((before, line) => {
    const known = before.movements.filter(({ key }) => lineOf(key) === line.key);
    return known.length === 0 ? added(before, line, at, endOf(line)) : before;
  }, state);
}

/** Each key once; of an order the line with most. */
function distinct(lines: readonly Line[]): Line[] {
  const kept = new Map<string, Line>();
  for (const line of lines) {
    const other = kept.get(line.key);
    const isMore = line.kind === 'order' && line.quantity > (other?.quantity ?? 0);
    if (other === undefined || isMore) kept.set(line.key, line);
  }
  return [...kept.values()];
}

/** What is more than a line of an order had before is a movement of its own; what was cancelled grows no more. */
function grown(state: ModelState, lines: readonly Line[], at: number): ModelState {
  return lines.reduce((before, line) => {
    const known = before.movements.filter(({ key }) => lineOf(key) === line.key);
    const pieces = known
      .filter(({ key }) => !key.includes('+'))
      .reduce((sum, { quantity }) => sum - quantity, 0);
    const grows =
      line.kind === 'order' && known.length > 0 && !known.some(({ ended }) => ended === 'cancelled');
    if (!grows || line.quantity <= pieces) return before;
    const more = { ...line, key: `${line.key}=${line.quantity}`, quantity: line.quantity - pieces };
    return added(before, more, at, null);
  }, state);
}

function added(state: ModelState, line: Line, at: number, ended: string | null): ModelState {
  const sign = line.kind === 'return' ? 1 : -1;
  const known = state.items[line.sku] ?? [];
  const parts: [itemId: number | null, units: number][] =
    line.sku === 'kit'
      ? Object.entries(KIT).map(([id, units]) => [Number(id), units])
      : [[known.length === 1 ? (known[0] as number) : null, 1]];
  const movements = parts.map(([itemId, units], index) => ({
    ...line,
    ...{ key: index === 0 ? line.key : `${line.key}+${index}`, itemId, at, ended },
    quantity: sign * line.quantity * units,
  }));
  return { ...state, movements: [...state.movements, ...movements] };
}

function read(
  state: ModelState,
  { startedAt, runId }: Extract<Step, { what: 'read' }>,
  itemId: number,
  reading: Readings[number],
  rules: StockRules,
): ModelState {
  const level = state.levels[itemId] as ModelState['levels'][number];
  if (level.readAt !== null && startedAt <= level.readAt) return state;
  if (typeof reading === 'object') {
    return { ...state, levels: { ...state.levels, [itemId]: { ...level, base: reading.falls } } };
  }
  const levels = { ...state.levels, [itemId]: { base: reading, readAt: startedAt, runId } };
  return end({ ...state, levels }, runId, (each) => each.itemId === itemId && isPast(each, startedAt, rules));
}

function end(state: ModelState, why: string, isEnding: (movement: ModelMovement) => boolean): ModelState {
  const movements = state.movements.map((movement) =>
    movement.ended === null && isEnding(movement) ? { ...movement, ended: why } : movement,
  );
  return { ...state, movements };
}

function isPast({ kind, at }: ModelMovement, startedAt: number, { absorbS }: StockRules): boolean {
  const seconds = kind === 'sale' ? absorbS.sale : kind === 'order' ? absorbS.order : undefined;
  return seconds !== undefined && at + seconds < startedAt;
}

/** The reading that counts for an item: an unchanged one was read by the last whole run that could. */
function readingOf({ levels, whole }: ModelState, itemId: number): { at: number; runId: string } | undefined {
  const { readAt, runId } = levels[itemId] as ModelState['levels'][number];
  if (whole !== undefined && !whole.unread.includes(itemId) && whole.startedAt > (readAt ?? -1)) {
    return { at: whole.startedAt, runId: whole.runId };
  }
  return readAt === null ? undefined : { at: readAt, runId: runId ?? '' };
}

function lineOf(key: string): string {
  return key.replace(/\+\d+$/, '').replace(/=\d+$/, '');
}
