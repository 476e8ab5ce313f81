import type { Session } from '../../mysql/session.ts';
import type { Job } from '../../platform/command.ts';
import { UsageError } from '../../platform/errors.ts';
import { localTime, localZone } from '../../platform/local-time.ts';
import { table } from '../../platform/table.ts';
import { printable, printableJson } from '../../platform/text.ts';
import { wrapped } from '../../platform/wrap.ts';
import { calledOf, namesOf } from '../../runs/names.ts';
import { type Change, changesOf } from '../../runs/questions/product-changes.ts';
import { itemsOfSkus } from './mapping.ts';
import { type MovementFields, readMovements, stateOf, whatOf } from './movement-rows.ts';
import { phrase } from './phrase.ts';
import { textIn } from './text.ts';
import type { StockText } from './words/en.ts';

interface Story {
  sku: string;
  product_id: number | null;
  /** What its source knows it by, where its number says nothing to the shop. */
  code?: string;
  name: string | null;
  levels: LevelFields[];
  listings: ListingFields[];
  events: Event[];
}

interface LevelFields {
  location: string;
  base: number | null;
  held: number;
  level: number | null;
  read_at: string | null;
  read_run_id: string | null;
}

interface ListingFields {
  channel: string;
  remote_id: string;
  remote_variant: string;
  /** As the last pull found it; null: it was not pulled yet. */
  status: string | null;
  units: number;
  last_quantity: number | null;
  last_sent_at: string | null;
  pending: boolean;
  dead: boolean;
}

/** A movement, or what a run changed of the stock in the source. */
type Event =
  | { at: string; movement: MovementFields }
  | { at: string; run_id: string; old_stock: number | null; new_stock: number | null };

interface Told {
  json: boolean;
  limit: number;
}

/** One product over runs, sales and channels: what is there and why, and what came before, newest first. */
export async function tellStory(
  job: Pick<Job<unknown>, 'print' | 'language' | 'columns'>,
  session: Session,
  sku: string,
  { json, limit }: Told,
): Promise<void> {
  const items = await itemsOfSkus(session, [sku]);
  if (items.isAmbiguous(sku)) throw new UsageError(phrase('sku_of_two', { sku: printable(sku, 100) }));
  const story = await readStory(session, sku, items.get(sku), limit);
  if (story.product_id === null && story.events.length === 0)
    throw new UsageError(phrase('sku_unknown', { sku: printable(sku, 100) }));
  job.print(json ? printableJson(story) : storyOf(story, await textIn(job.language), job.columns));
}

async function readStory(
  session: Session,
  sku: string,
  itemId: number | undefined,
  limit: number,
): Promise<Story> {
  const unmapped = await readMovements(session, 'item_id IS NULL AND sku = ?', [sku], limit);
  if (itemId === undefined) {
    const events = unmapped.map(asEvent);
    return { sku, product_id: null, name: null, levels: [], listings: [], events };
  }
  const own = await readMovements(session, 'item_id = ?', [itemId], limit);
  const changes = await changesOf(session, itemId, limit || Infinity);
  const moved = changes.filter(({ oldStock, newStock }) => oldStock !== newStock).map(changeEvent);
  const events = [...own, ...unmapped].map(asEvent).concat(moved);
  // Moments of movements and of runs have different decimals, and so compare only as texts of one length.
  events.sort((a, b) => (a.at.slice(0, 23) < b.at.slice(0, 23) ? 1 : -1));
  return {
    sku,
    product_id: itemId,
    ...calledOf(await namesOf(session, [itemId]), itemId),
    levels: await session.read<LevelFields>(
      phrase('read_levels'),
      `SELECT location, base, held, base + held AS level, read_at, read_run_id FROM stock_level WHERE item_id = ? ORDER BY location`,
      [itemId],
    ),
    listings: await readListings(session, itemId),
    events: limit === 0 ? events : events.slice(0, limit),
  };
}

async function readListings(session: Session, itemId: number): Promise<ListingFields[]> {
  const rows = await session.read<
    Omit<ListingFields, 'pending' | 'dead'> & { pending: number; dead: number }
  >(
    phrase('read_listings'),
    `SELECT c.channel, c.remote_id, c.remote_variant, c.status, p.units, c.last_quantity, c.last_sent_at,
            o.subject_id IS NOT NULL AND o.dead_at IS NULL AND NOT (o.accepted_key <=> o.\`key\`) AS pending,
            o.dead_at IS NOT NULL AS dead
       FROM channel_listing_part p
       JOIN channel_listing c ON c.id = p.listing_id
       LEFT JOIN channel_outbox o ON o.channel = c.channel AND o.subject_id = c.id
      WHERE p.item_id = ? ORDER BY c.channel, c.id`,
    [itemId],
  );
  return rows.map((row) => ({ ...row, pending: row.pending === 1, dead: row.dead === 1 }));
}

function asEvent(movement: MovementFields): Event {
  return { at: movement.received_at, movement };
}

function changeEvent({ changedAt, runId, oldStock, newStock }: Change): Event {
  return { at: changedAt, run_id: runId, old_stock: oldStock, new_stock: newStock };
}

function storyOf(story: Story, text: StockText, columns: number | undefined): string {
  const { sku, product_id: id, code, name, levels, listings, events } = story;
  const who =
    id === null
      ? text.story.unmapped(sku)
      : text.story.of(sku, code === undefined ? id : null, name && printable(name, 100));
  const stands = levels.map((level) =>
    text.story.level({ ...level, read_at: level.read_at === null ? null : localTime(level.read_at) }),
  );
  const none = levels.length === 0 && id !== null ? [text.story.noLevel] : [];
  const heading = wrapped([who, ...stands, ...none].join('\n'), columns);
  const parts = [heading];
  if (listings.length > 0) parts.push(listingsOf(listings, text, columns));
  if (events.length > 0) parts.push(`${eventsOf(events, text, columns)}\n${text.zone(localZone())}`);
  else parts.push(wrapped(text.story.noEvents, columns));
  return parts.join('\n\n');
}

function listingsOf(
  listings: readonly ListingFields[],
  text: StockText,
  columns: number | undefined,
): string {
  const { headings, number, states } = text;
  const stateOfListing = ({ status, pending, dead }: ListingFields): string =>
    [dead ? states.dead : pending ? states.pending : '', status === 'paused' ? states.paused : '']
      .filter(Boolean)
      .join(', ');
  return table(
    [
      { heading: headings.channel, cells: listings.map(({ channel }) => channel) },
      {
        heading: headings.listing,
        cells: listings.map((each) => [each.remote_id, each.remote_variant].filter(Boolean).join(' / ')),
      },
      { heading: headings.units, cells: listings.map(({ units }) => number(units)), right: true },
      {
        heading: headings.shown,
        cells: listings.map(({ last_quantity: shown }) => (shown === null ? '–' : number(shown))),
        right: true,
      },
      {
        heading: headings.sent,
        cells: listings.map(({ last_sent_at: at }) => (at === null ? '' : localTime(at))),
        whole: true,
      },
      { heading: headings.state, cells: listings.map(stateOfListing), spare: 0 },
    ],
    columns,
  );
}

function eventsOf(events: readonly Event[], text: StockText, columns: number | undefined): string {
  const { headings, number, states, story } = text;
  const written = (stock: number | null): string => (stock === null ? '–' : number(stock));
  return table(
    [
      { heading: headings.when, cells: events.map(({ at }) => localTime(at)), whole: true },
      {
        heading: headings.what,
        cells: events.map((event) => ('movement' in event ? whatOf(event.movement, text) : story.read)),
      },
      {
        heading: headings.quantity,
        cells: events.map((event) =>
          'movement' in event
            ? text.signed(event.movement.quantity)
            : `${written(event.old_stock)} → ${written(event.new_stock)}`,
        ),
        right: true,
      },
      {
        heading: headings.state,
        cells: events.map((event) =>
          'movement' in event ? stateOf(event.movement, text) : states.run(event.run_id),
        ),
      },
    ],
    columns,
  );
}
