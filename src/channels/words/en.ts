import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { number, plural } = formatsIn('en-US');

const stillPending = (count: number): string => `${plural(count, 'webhook', 'webhooks')} still pending`;

const listingsTodo = ({ pulled, mapped, dead }: Record<'pulled' | 'mapped' | 'dead', number>): string => {
  if (pulled === 0) return `; only those that were ordered are known: run ${typed('listings pull')}`;
  if (mapped === 0) return `; ${typed('listings unmapped')} says why, and what to do`;
  return dead === 0 ? '' : `: ${typed('dead list')} says which, and why`;
};

export const en = {
  still_pending: ({ count, why }: { count: number; why: string }) => ({
    message: `${stillPending(count)}: ${why}`,
    hint: `the next run, or ${typed('notify')}, sends ${count === 1 ? 'it' : 'them'}`,
  }),
  not_sent: ({ count }: { count: number }) => ({
    message: `${stillPending(count)}: sending was switched off with --no-notify`,
    hint: `run ${typed('notify')}`,
  }),
  secret_refused: ({ service, count, hint }: { service: string; count: number; hint: string }) => ({
    message: `${service} refuses the secret; ${stillPending(count)}`,
    hint,
  }),
  listings_pending: ({ service, count, why }: { service: string; count: number; why: string }) => ({
    message: `${plural(count, 'listing waits', 'listings wait')} for ${service}: ${why}`,
    hint: `the next run, or ${typed('notify')}, tries again`,
  }),
  listings_denied: ({ service, count, why }: { service: string; count: number; why: string }) => ({
    message: `${service} does not let the job write, and ${plural(count, 'listing waits', 'listings wait')}: ${why}`,
    hint: undefined,
  }),
  is_paused: ({ service, since }: { service: string; since: string }) =>
    `${service} is paused since ${since} UTC: what is pending stays until it is resumed, see ${typed('channels list')}`,
  budget_used: 'NOTIFY_BUDGET_MS was used up',
  asked_to_wait: 'the receiver asked everybody to wait for longer',
  all_refused: 'the receiver refused them',
  orders_unread: ({ service, why }: { service: string; why: string }) => ({
    message: `the orders of ${service} cannot be read: ${why}`,
    hint: undefined,
  }),
  orders_left_out: ({ service, why }: { service: string; why: string }) =>
    `the orders of ${service} are left out, and left to the source: ${why}`,
  none_there: ({ count }: { count: number }) => ({
    message: `of ${count} listings none is there`,
    hint: `check that it is the right shop; if it is, ${typed('listings pull')} notes that they are gone`,
  }),
  listing_gone: 'it is not there any more; nothing is to be done where it was deleted on purpose',
  listing_untracked:
    'its units are not counted by the shop there, and it takes no stock; in Shopify have its quantity tracked',
  channel_locations: ({ known }: { known: readonly string[] }) =>
    `a list of channel=location, such as \`shopify=centro+deposito\`: several locations with a plus between them; a channel is one of ${known.join(', ')}`,
  locations_beside_source: {
    message: 'CHANNEL_LOCATIONS is for a shop without a source: what the source says is of one place',
    hint: 'unset CHANNEL_LOCATIONS, or set SOURCE=none',
  },
  sku_is_code: ({ source, field }: Record<'source' | 'field', string>) => ({
    message: `SKU_FIELD is ${field}, but with SOURCE=${source} the SKU of a product is always the code that the source has for it`,
    hint: 'unset SKU_FIELD',
  }),
  file_unread: ({ file, why, columns }: Record<'file' | 'why', string> & { columns: readonly string[] }) => ({
    message: `cannot read ${file}: ${why}`,
    hint: `give a CSV file with the columns ${columns.join(',')}`,
  }),
  file_head: ({
    file,
    missing,
    columns,
  }: { file: string } & Record<'missing' | 'columns', readonly string[]>) => ({
    message: `the first line of ${file} lacks ${missing.join(' and ')}`,
    hint: `it names the columns: ${columns.join(',')}`,
  }),
  file_empty: ({ file, columns }: { file: string; columns: readonly string[] }) => ({
    message: `${file} has no rows`,
    hint: `write the columns ${columns.join(',')} in its first line, and a line for each row`,
  }),

  // What was being done
  read_outbox: 'read the outbox',
  write_outbox: 'write the outbox',
  remove_delivered: 'remove delivered webhooks from the outbox',
  claim: 'take pending webhooks in hand',
  release: 'let go of pending webhooks',
  read_listings: 'count the listings',
  read_channel: 'see whether the channel is paused',
  note_shown: 'note what listings show',
  see_due: 'see what is due',
  take_orders: 'see whether anybody reads the orders',
  note_orders: 'note how far the orders are read',
  find_listings: 'find the listings that were ordered',
  add_listings: 'add the listings that were ordered',
  note_failure: 'note why nothing can be sent',
  note_wait: 'note how long the receiver asked to wait',
  needs_database: 'what is needed for it stands in the database, which has to be reached first',
  take_turn: 'take a turn among the requests',
  slow_down: 'slow down the requests',
  read_token: 'read the token',
  keep_token: 'keep the token',
  pause: 'pause the channel',
  resume: 'resume the channel',
  note_tried: 'note which webhooks were tried',
  count_refused: 'count the refused webhooks',
  give_up: 'give up webhooks that were refused too often',
  revive: 'make dead webhooks pending again',
  read_dead: 'read what was given up',
  drop: 'forget what was given up',
  count_pending: 'count the pending webhooks',
  see_published: 'see which products are published',

  // The doctor
  check_answer: ({ service }: { service: string }) => `${service}: answer`,
  answers_in: ({ ms }: { ms: number }) => `${number(ms)} ms`,
  check_listings: ({ service }: { service: string }) => `${service}: listings`,
  none_pulled: `no listing is pulled: run ${typed('listings pull')}`,
  listings_known: (n: Record<'listings' | 'pulled' | 'mapped' | 'pending' | 'dead', number>) =>
    `${plural(n.listings, 'listing', 'listings')}, ${number(n.mapped)} with a product; ${number(n.pending)} pending, ${number(n.dead)} given up${listingsTodo(n)}`,
  channel_off: ({ service, variable }: { service: string; variable: string }) => ({
    message: `${service} is switched off`,
    hint: `set ${variable}=on`,
  }),

  // The command line
  help_test: 'try a channel, and send it no change: whether it lets this program in, and how fast it answers',
  help_list: 'list the channels: whether each is paused, and what it has not been told',
  help_pause: 'send nothing to a channel; what is pending stays',
  help_resume: 'send to a channel again',
  help_channel: 'its name, as `channels list` has it',
  help_dead: 'list what was given up: which product, listing, sale or upload, why, and since when',
  help_dead_limit: 'how many are listed; 0 is all',
  help_retry: 'make what was given up pending again',
  help_drop: 'forget what was given up: the channel never hears of that change',
  help_dead_product:
    'its number or its code, as the list has it, with all its listings, or the id of an upload; several are allowed',
  help_dead_all: 'all that was given up',
  help_of_channel: 'only of this channel',
  products_or_all: 'Name products, or give --all.',
  sales_by_all: 'Of sales all are meant: give --all.',
  uploads_by_task: 'Uploads are named by the ids of their tasks, with --channel uploads.',
  not_dead: ({ products }: { products: readonly string[] }) => ({
    message: `not given up: ${products.join(', ')}; nothing was changed`,
    hint: `${typed('dead list')} says what is`,
  }),
  channel_expected: ({ names }: { names: readonly string[] }) => `It must be one of: ${names.join(', ')}.`,
};

export interface DeadInWords {
  /** With its number; null of a listing that sells no product that is known. */
  name: string | null;
  /** In a marketplace. */
  listing: string | null;
  channel: string;
  tries: number;
  at: string;
  since: string;
  reason: string | null;
}

export const enText = {
  number,
  headings: { channel: 'channel', state: 'state', pending: 'pending', since: 'since', dead: 'dead' },
  marketplace: (
    channel: string,
    { mapped, unmapped }: { mapped: number; unmapped: number },
    ordersAt: string | null,
  ): string =>
    `${channel}: ${plural(mapped, 'listing', 'listings')} with a product, ${number(unmapped)} without; ${ordersAt === null ? 'its orders were never read' : `its orders were read at ${ordersAt}`}.`,
  seeUnmapped: `${typed('listings unmapped')} says which listings sell no product that is known.`,
  states: {
    sends: (waitMs: number): string =>
      waitMs === 0 ? 'sends' : `waits ${number(Math.ceil(waitMs / 1000))} s, as the receiver asked`,
    late: 'late',
    off: 'off',
    paused: (since: string): string => `paused since ${since}`,
  },
  seeDead: `${typed('dead list')} says what was given up, and why.`,
  noneDead: 'Nothing was given up.',
  deadProduct: ({ name, channel, listing, tries, at, since, reason }: DeadInWords): string =>
    `${name ?? 'without a product'}\n  ${channel} refused ${listing === null ? 'it' : `the listing ${listing}`} ${plural(tries, 'time', 'times')}; pending since ${since}, given up at ${at}${reason === null ? '.' : `:\n  ${reason}`}`,
  moreDead: (count: number): string => `and ${number(count)} more: --limit 0 shows them`,
  /** Null where nothing that is listed has a product. */
  deadNext: (product: number | null): string =>
    product === null
      ? `Correct the listing; then ${typed('dead retry --all')} sends all again. ${typed('dead drop --all')} forgets all: the channel never hears of those changes.`
      : `Correct the product or its listing; then ${typed(`dead retry ${product}`)} sends it again, and ${typed('dead retry --all')} sends all. ${typed(`dead drop ${product}`)} forgets it: the channel never hears of that change.`,
  retried: (count: number): string =>
    count === 0
      ? 'Nothing was given up.'
      : `${plural(count, 'change is', 'changes are')} pending again. The next run, or ${typed('notify')}, sends what the product is like now.`,
  dropped: (count: number): string =>
    count === 0
      ? 'Nothing was given up.'
      : `${plural(count, 'change is', 'changes are')} forgotten: the channel never hears of ${count === 1 ? 'that change' : 'those changes'}, and may offer an old price or stock until the product changes again.`,
  paused: (channel: string): string =>
    `${channel} is paused: nothing is sent to it, and what is pending stays. ${typed(`channels resume ${channel}`)} lets it go on.`,
  resumed: (channel: string): string =>
    `${channel} is on again. The next run, or ${typed('notify')}, sends what is pending.`,
  zone: (zone: string): string => `Times of ${zone}.`,
};

export type ChannelText = typeof enText;
