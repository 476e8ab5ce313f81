import { type Backlog, readBacklogs } from '../../alerts/late.ts';
import type { Session } from '../../mysql/session.ts';
import { type NamedProducts, namesOf } from '../../runs/names.ts';
import { toldRuns } from './folding.ts';
import { type DriftFacts, readDrift } from '../questions/drift.ts';
import { type Found, readFound } from '../questions/found.ts';
import { type Big, count, databaseNow, type Listed } from '../../runs/questions/listed.ts';
import {
  type OutboxRow,
  type QuarantineRow,
  readOutbox,
  readQuarantine,
} from '../../runs/questions/pending.ts';
import { type OversellableOf, readOversellable } from '../../runs/questions/oversellable.ts';
import { type ProductsOfRuns, readRunProducts } from '../questions/run-products.ts';
import { readRun, readRuns, readStories, type RunFacts, type Story } from '../questions/runs.ts';
import { WHOLE_SQL } from '../../runs/questions/whole.ts';
import { type Reach, readReach } from '../../runs/questions/reach.ts';
import { countUnmappedUnits } from '../../runs/questions/unmapped.ts';
import { readTillSales, readUnmappedSkus, type TillFacts, type UnmappedSku } from '../questions/till.ts';
import { readToday, type TodayFacts } from '../questions/today.ts';
import { daysUpTo, type Zone } from '../../platform/zone.ts';

/** What a page about the shop is made of: what the job's tables say, in bounded questions that change nothing. */
export interface Overview {
  /** The database's clock, which all moments here were written by. UTC, as every moment below. */
  now: string;
  /** Newest first. */
  runs: RunFacts[];
  /** Of all products, also where it is older than `runs`. */
  lastSync: RunFacts | undefined;
  lastGood: RunFacts | undefined;
  /** The flash that ended last. */
  lastFlash: RunFacts | undefined;
  /** Of at least a week, newest first: what the shop's usual hours are. */
  habit: RunFacts[];
  /** By run. */
  stories: ReadonlyMap<string, Story>;
  products: ProductsOfRuns;
  today: TodayFacts;
  /** Of the page's days. */
  reach: Reach;
  owed: Listed<OutboxRow>;
  dead: Listed<OutboxRow>;
  quarantine: Listed<QuarantineRow>;
  missing: number;
  /** Sold under a SKU that no product has. */
  unmappedUnits: number;
  /** The SKUs of most of them. */
  unmappedSkus: readonly UnmappedSku[];
  /** Of this day. */
  tillSales: TillFacts;
  /** What channels may still sell beyond the stock. */
  oversellable: readonly OversellableOf[];
  /** What each channel has not been told. */
  backlogs: readonly Backlog[];
  /** Of each marketplace that was compared with the stock. */
  drift: readonly DriftFacts[];
  /** Changes of known products since the first flash in these days; undefined where there was none. */
  found: Found | undefined;
  names: NamedProducts;
}

export interface OverviewOptions {
  days: number;
  zone: Zone;
  /** Rows of each list. */
  maxRows: number;
  /** Runs that went well and have a story. */
  maxTold: number;
}

/** The same weekday a week ago, and the day before it. */
const HABIT_DAYS = 8;

export async function readOverview(session: Session, options: OverviewOptions): Promise<Overview> {
  const now = await databaseNow(session);
  const runs = await readRuns(session, options.days);
  const habit = options.days < HABIT_DAYS ? await readRuns(session, HABIT_DAYS) : runs;
  // One that has loaded and still tells the channels has ended, as far as the stock is concerned.
  const lastSync = await readRun(
    session,
    `${WHOLE_SQL} AND (status <> 'running' OR committed_at IS NOT NULL)`,
  );
  const lastFlash = await readRun(session, `mode = 'flash' AND status <> 'running'`);
  const told = toldRuns(runs, { ...options, now });
  const moments = momentsOf(options, now);
  const today = await readToday(session, { ...moments, maxRows: options.maxRows });
  const products = await readRunProducts(session, told);
  const owed = await readOutbox(session, 'owed', options.maxRows);
  const dead = await readOutbox(session, 'dead', options.maxRows);
  const quarantine = await readQuarantine(session, options.maxRows);
  const oversellable = await readOversellable(session, options.maxRows);
  const ofRuns = [...products.values()].flatMap(({ rows }) => rows);
  const listed = [
    ...ofRuns,
    ...listedOf(today),
    ...owed.rows,
    ...dead.rows,
    ...quarantine.rows,
    ...oversellable.flatMap(({ rows }) => rows),
  ];
  const ids = listed.map(({ itemId }) => itemId);
  return {
    now,
    runs,
    lastSync,
    lastGood: await readRun(session, `${WHOLE_SQL} AND committed_at IS NOT NULL`),
    lastFlash,
    habit,
    stories: await readStories(session, [
      ...[lastSync, lastFlash].filter((run) => run !== undefined),
      ...told,
    ]),
    products,
    today,
    reach: await readReach(session, moments.firstMs),
    owed,
    dead,
    quarantine,
    oversellable,
    missing: await count(session, 'sync_missing WHERE settled_at IS NULL'),
    unmappedUnits: await countUnmappedUnits(session),
    unmappedSkus: await readUnmappedSkus(session),
    tillSales: await readTillSales(session, moments.startMs),
    backlogs: await readBacklogs(session),
    drift: await readDrift(session),
    found: await readFound(session, options.days),
    names: await namesOf(
      session,
      ids.filter((id) => id !== null),
    ),
  };
}

function momentsOf({ zone, days }: OverviewOptions, now: string): { firstMs: number; startMs: number } {
  const [first, ...others] = daysUpTo(zone.dayOf(now), days).map((day) => zone.startOf(day));
  return { firstMs: first as number, startMs: others.at(-1) ?? (first as number) };
}

function listedOf({ moves, added, ranOut, ranOutBefore }: TodayFacts): { itemId: Big }[] {
  const lists = [moves.prices, moves.back, moves.gone, added, ranOut, ranOutBefore];
  return lists.flatMap((list): readonly { itemId: Big }[] => list.rows);
}
