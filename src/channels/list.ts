import type { Session } from '../mysql/session.ts';
import type { Job, JsonFlags } from '../platform/command.ts';
import { localTime, localZone } from '../platform/local-time.ts';
import { type Column, table } from '../platform/table.ts';
import { printableJson } from '../platform/text.ts';
import { wrapped } from '../platform/wrap.ts';
import { brandOf, channels, isMarketplace, marketplaces } from './index.ts';
import { countRows } from './outbox.ts';
import { phrase } from './phrase.ts';
import { isKnown, readState } from './state.ts';
import { textIn } from './text.ts';
import type { ChannelText } from './words/en.ts';

/** A channel for a script; its keys are a contract. */
interface ListedChannel {
  channel: string;
  paused_at: string | null;
  wait_ms: number;
  pending: number;
  pending_since: string | null;
  dead: number;
  /** Whether it is told anything. */
  on: boolean;
  late: boolean;
  /** Null in a channel that knows products. */
  listings: ListingCounts | null;
  /** When its orders were read to their end last. UTC; null where they never were, and in a channel that has none. */
  orders_read_at: string | null;
}

interface ListingCounts {
  /** Those whose product is known. */
  mapped: number;
  unmapped: number;
}

export interface Judged {
  isOn(channel: string): boolean;
  isLate(channel: string): boolean;
  /** What is to be said below, of those that are late. */
  advice: readonly string[];
}

/** Each channel: whether it is late, is paused or has to wait, and what it has not been told. */
export async function printChannels(
  job: Pick<Job<unknown>, 'print' | 'language' | 'columns'>,
  session: Session,
  flags: JsonFlags,
  judged: Judged,
): Promise<void> {
  const listed: ListedChannel[] = [];
  for (const channel of Object.keys({ ...channels, ...marketplaces })) {
    // This shop does not sell in a marketplace that was never at work.
    const isShown = !isMarketplace(channel) || judged.isOn(channel) || (await isKnown(session, channel));
    if (isShown) listed.push(await read(session, channel, judged));
  }
  if (flags.json) {
    job.print(printableJson(listed));
    return;
  }
  const text = await textIn(job.language);
  const rows = table(columnsOf(listed, text), job.columns);
  const marketplaceLines = listed.flatMap((each) => marketplaceIn(each, text));
  const hint = listed.some(({ dead }) => dead > 0) ? [text.seeDead] : [];
  const unmapped = listed.some(({ listings }) => (listings?.unmapped ?? 0) > 0) ? [text.seeUnmapped] : [];
  const below = [...marketplaceLines, ...judged.advice, ...hint, ...unmapped].map((line) =>
    wrapped(line, job.columns),
  );
  job.print([rows, ...below, text.zone(localZone())].join('\n'));
}

function columnsOf(listed: readonly ListedChannel[], { headings, number, states }: ChannelText): Column[] {
  const stateOf = ({ on, late, paused_at: paused, wait_ms: waitMs }: ListedChannel): string => {
    if (paused !== null) return states.paused(localTime(paused));
    if (!on) return states.off;
    return waitMs === 0 && late ? states.late : states.sends(waitMs);
  };
  return [
    { heading: headings.channel, cells: listed.map(({ channel }) => channel) },
    { heading: headings.state, cells: listed.map(stateOf) },
    { heading: headings.pending, cells: listed.map(({ pending }) => number(pending)), right: true },
    {
      heading: headings.since,
      cells: listed.map(({ pending_since: since }) => (since === null ? '' : localTime(since))),
      whole: true,
    },
    { heading: headings.dead, cells: listed.map(({ dead }) => number(dead)), right: true },
  ];
}

/** What a marketplace has that no other channel has. */
function marketplaceIn(
  { channel, listings, orders_read_at: at }: ListedChannel,
  text: ChannelText,
): readonly string[] {
  if (listings === null) return [];
  return [text.marketplace(brandOf(channel), listings, at === null ? null : localTime(at))];
}

async function read(session: Session, channel: string, judged: Judged): Promise<ListedChannel> {
  const { pausedAt, waitMs } = await readState(session, channel);
  const { pending, since, dead } = await countRows(session, channel);
  const isOne = isMarketplace(channel);
  return {
    ...{ channel, paused_at: pausedAt, wait_ms: waitMs, pending, pending_since: since, dead },
    on: judged.isOn(channel),
    late: judged.isLate(channel),
    listings: isOne ? await countListings(session, channel) : null,
    orders_read_at: isOne ? await ordersReadAt(session, channel) : null,
  };
}

async function countListings(session: Session, channel: string): Promise<ListingCounts> {
  const [row] = await session.read<Record<keyof ListingCounts, number | string>>(
    phrase('read_listings'),
    `SELECT COUNT(m.listing_id) AS mapped, COUNT(*) - COUNT(m.listing_id) AS unmapped
       FROM channel_listing l
       LEFT JOIN (SELECT DISTINCT listing_id FROM channel_listing_part) m ON m.listing_id = l.id
      WHERE l.channel = ? AND NOT (l.status <=> 'gone')`,
    [channel],
  );
  return { mapped: Number(row?.mapped ?? 0), unmapped: Number(row?.unmapped ?? 0) };
}

async function ordersReadAt(session: Session, channel: string): Promise<string | null> {
  const [row] = await session.read<{ at: string | null }>(
    phrase('read_channel'),
    'SELECT orders_read_at AS at FROM channel WHERE channel = ?',
    [channel],
  );
  return row?.at ?? null;
}
