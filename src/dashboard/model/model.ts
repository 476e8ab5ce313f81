import type { Phrase } from '../../platform/phrase.ts';
import { phrase, type ReadRejected, type RejectionReason } from '../../sources/source.ts';
import type { Overview } from './overview.ts';
import type { OversellableOf } from '../../runs/questions/oversellable.ts';
import type { OutboxRow, QuarantineRow } from '../../runs/questions/pending.ts';
import type { ListedAs } from '../../runs/questions/subjects.ts';
import { type Naming, namingBy, type Part, type Product } from './changed.ts';
import type { Lateness } from '../../alerts/config.ts';
import type { Till } from '../../alerts/till.ts';
import type { UnmappedSku } from '../questions/till.ts';
import { type ChannelState, channelStates } from './channels.ts';
import { byDay, type Day } from './days.ts';
import { type History, historyOf, keptReason } from './history.ts';
import { type State, stateOf } from './state.ts';
import { tillLevel, type TillState, tillState } from './till.ts';
import { type Today, todayOf } from './today.ts';
import { isoOf, type Zone } from '../../platform/zone.ts';

/** All that the page says, as values. Moments are ISO 8601 in UTC, days those of `time_zone`; reasons are codes with parameters. */
export interface PageModel {
  made_at: string;
  /** Which of several shops; null where there is only one. */
  target: string | null;
  time_zone: string;
  state: State;
  channels: ChannelState[];
  /** In the price list, when it was read last; null where it never was. */
  products: number | null;
  missing: number;
  /** Sold under a SKU that no product has, so that the stock of none fell. */
  unmapped_units: number;
  /** Of most of them. */
  unmapped_skus: readonly UnmappedSku[];
  /** Null where the till's sales are not recorded here. */
  till: TillState | null;
  /** What the last comparison of each marketplace that is on found. */
  drift: ChannelDrift[];
  /** How many changes a flash found first, and how many were left to the whole readings after it; null where there was no flash. */
  found: { by_flash: number; later: number } | null;
  by_day: Day[];
  today: Today;
  owed: Part<PendingProduct>;
  dead: Part<PendingProduct>;
  quarantine: Part<QuarantinedItem>;
  /** By channel, what waits before what was given up: what the channel may still sell beyond the stock. */
  oversellable: OversellableList[];
  history: History;
}

interface ChannelDrift {
  channel: string;
  at: string;
  /** Those of which is known what they should show. */
  listings: number;
  /** Of these, those that were compared; the others had something under way. */
  compared: number;
  /** Those that showed something else; what became of them follows. */
  drifted: number;
  corrected: number;
  adopted: number;
  left: number;
  /** Whether they were too many, so that none was corrected. */
  stopped: boolean;
  /** By all comparisons of the last 24 hours. */
  corrected_in_day: number;
}

interface OversellableList extends Part<OversellableProduct> {
  channel: string;
  dead: boolean;
}

interface OversellableProduct extends Product {
  /** As a marketplace has it; null in a channel that knows products. */
  listing: ListedAs | null;
  stock: number;
  /** What the channel was told last; null where nobody knows. */
  told: number | null;
  owed_at: string;
}

export interface PendingProduct extends Product {
  channel: string;
  /** As a marketplace has it; null in a channel that knows products. */
  listing: ListedAs | null;
  attempts: number;
  /** The receiver's last answer. */
  reason: string | null;
  owed_at: string;
  dead_at: string | null;
}

export interface QuarantinedItem extends Product {
  list: string;
  reason: Phrase;
  /** The member that is to blame, and its value as the source wrote it; null where no single one is. */
  member: string | null;
  value: string | null;
  /** How the item begins. */
  raw: string;
  runs: number;
  since: string;
}

export interface ModelOptions {
  target: string | null;
  zone: Zone;
  days: number;
  maxTold: number;
  lateness: Lateness;
  /** Whether a source says what there is; without one somebody counts it. Unset: there is one. */
  hasSource?: boolean;
  /** What RabbitMQ says; undefined where nobody is asked. */
  till?: Till | undefined;
  readRejected: ReadRejected;
}

const MAX_RAW_CHARS = 200;

export function modelOf(
  overview: Overview,
  { target, zone, days, maxTold, lateness, hasSource = true, till: queues, readRejected }: ModelOptions,
): PageModel {
  const { now, runs, lastSync, lastGood, stories, owed, dead, quarantine, found, names } = overview;
  const named = namingBy(names);
  const webhook = (row: OutboxRow): PendingProduct => ({
    ...named(row.itemId),
    channel: row.channel,
    listing: row.listing,
    attempts: row.attempts,
    reason: row.lastError,
    owed_at: isoOf(row.owedAt),
    dead_at: row.deadAt === null ? null : isoOf(row.deadAt),
  });
  const till = tillState(overview.tillSales, queues);
  const channels = channelStates(overview.backlogs, lateness);
  const drift = overview.drift.flatMap(({ startedAt, correctedInDay, ...rest }) =>
    lateness.marketplaces.includes(rest.channel)
      ? [{ ...rest, at: isoOf(startedAt), corrected_in_day: correctedInDay }]
      : [],
  );
  return {
    made_at: isoOf(now),
    target,
    time_zone: zone.name,
    state: stateOf({
      now,
      hasSource,
      lastSync,
      lastGood,
      runs,
      lastFlash: overview.lastFlash,
      habit: overview.habit,
      reasonOf: ({ runId }) => keptReason(stories.get(runId)),
      owed: owed.count,
      owedSince: owed.rows[0]?.owedAt ?? null,
      dead: dead.count,
      quarantined: quarantine.count,
      channels,
      unmappedUnits: overview.unmappedUnits,
      tillLevel: tillLevel(till),
      isDriftStopped: drift.some(({ stopped }) => stopped),
    }),
    channels,
    products: lastGood?.fetched ?? null,
    missing: overview.missing,
    unmapped_units: overview.unmappedUnits,
    unmapped_skus: overview.unmappedSkus,
    till,
    drift,
    found: found === undefined ? null : { by_flash: found.byFlash, later: found.later },
    by_day: byDay(overview, zone, days),
    today: todayOf(overview, zone, days, named),
    owed: { count: owed.count, rows: owed.rows.map(webhook) },
    dead: { count: dead.count, rows: dead.rows.map(webhook) },
    quarantine: {
      count: quarantine.count,
      rows: quarantine.rows.map((row) => quarantinedItem(row, named, readRejected)),
    },
    oversellable: overview.oversellable.map((each) => oversellableList(each, named)),
    history: historyOf(overview, { zone, now, days, maxTold }),
  };
}

function oversellableList({ channel, isDead, count, rows }: OversellableOf, named: Naming): OversellableList {
  return {
    channel,
    dead: isDead,
    count,
    rows: rows.map(({ itemId, listing, stock, told, owedAt }) => ({
      ...named(itemId),
      listing,
      stock: Number(stock),
      told: told === null ? null : Number(told),
      owed_at: isoOf(owedAt),
    })),
  };
}

function quarantinedItem(row: QuarantineRow, named: Naming, readRejected: ReadRejected): QuarantinedItem {
  const { name, ...product } = named(row.itemId);
  const { member, value, name: ownName } = readRejected(row.reason, row.raw);
  return {
    ...product,
    name: name ?? ownName,
    list: row.list,
    reason: phrase(row.reason as RejectionReason),
    member,
    value,
    raw: row.raw.slice(0, MAX_RAW_CHARS),
    runs: row.runs,
    since: isoOf(row.firstSeenAt),
  };
}
