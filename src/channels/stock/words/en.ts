import { typed } from '../../../platform/command-line.ts';
import { formatsIn } from '../../../platform/formats.ts';

const { number, plural } = formatsIn('en-US');

export const en = {
  // What is refused
  close_without_source: {
    message: 'with SOURCE=none no movement is closed: the stock is what somebody counts',
    hint: `after a stocktake, run ${typed('stock set')}`,
  },
  source_counts: ({ source }: { source: string }) => ({
    message: `the stock comes from SOURCE=${source}, and what is counted here would be overwritten`,
    hint: 'correct it in the source, and the next sync brings it; only SOURCE=none counts here',
  }),
  time_to_come: {
    message: '--before is a time to come',
    hint: 'give the time of the stocktake',
  },
  sku_and_unmapped: '--sku tells of one product and --unmapped of what has none: give one of them',
  count_usage: ({ what }: { what: string }) => ({
    message: `stock ${what} takes a SKU and a quantity, or --file alone`,
    hint: `run ${typed(`stock ${what} --help`)}`,
  }),
  count_wrong: ({ why }: { why: string }) => ({
    message: `nothing was written: ${why}`,
    hint: undefined,
  }),
  row_wrong: ({ line, why }: { line: number; why: string }) => ({
    message: `nothing was written: line ${line}: ${why}`,
    hint: 'correct the line, and run it again with the whole file',
  }),
  sku_absent: 'there is no SKU',
  sku_unknown: ({ sku }: { sku: string }) => ({
    message: `no product has the SKU ${sku}, and no movement either`,
    hint: `look at its letters and its case; ${typed('movements --unmapped')} shows what was sold without a product`,
  }),
  sku_of_two: ({ sku }: { sku: string }) => ({
    message: `two products have the SKU ${sku}, so it is taken for neither`,
    hint: 'give one of them another SKU',
  }),
  not_counted: ({ sku }: { sku: string }) => ({
    message: `nobody has counted ${sku} yet, so nothing can be added to it`,
    hint: `run ${typed('stock set')} with what is there`,
  }),
  row_repeated: ({ sku, line }: { sku: string; line: number }) => `line ${line} has ${sku} already`,
  quantity_wrong: ({ quantity, least, most }: { quantity: string } & Record<'least' | 'most', number>) =>
    `"${quantity}" is no whole number from ${number(least)} to ${number(most)}`,
  units_expected: ({ least, most }: Record<'least' | 'most', number>) =>
    `It must be a whole number from ${number(least)} to ${number(most)}.`,
  time_expected: 'It must be a time such as 2026-11-29T18:30, on the clock of this machine.',
  mapped_meanwhile: 'a movement was mapped to a product while it was looked at',
  changed_meanwhile: 'a line of an order changed while it was looked at',

  // The command line
  help_stock: 'list the products with units held beside what was read or counted last',
  help_set: 'without a source: so many of a SKU are there',
  help_add: 'without a source: so many of a SKU came in',
  help_sku: 'SKU of the product',
  help_set_quantity: 'how many are there',
  help_add_quantity: 'how many came in',
  help_location: 'where they are, in a shop of several locations',
  help_file: 'a CSV file with the columns sku,location,quantity; all its rows or none',
  help_movements: 'list what moved the stock: sales, returns, orders, counts',
  help_story: 'the story of one product over runs, sales and channels',
  help_unmapped: 'only what was sold under a SKU that no product has',
  help_limit: 'how many to list; 0 is all',
  help_close: 'after a stocktake, end the movements that the source never learns of',
  help_before: 'the time of the stocktake, such as 2026-11-29T18:30',

  // What was being done
  read_levels: 'read the stock levels',
  write_levels: 'write the stock levels',
  read_movements: 'read the stock movements',
  write_movements: 'write the stock movements',
  read_listings: 'see which products the listings are of',
  mark_listings: 'note which listings changed',
  read_last_reading: 'see when the stock was read last',
  write_readings: 'note what was read of the stock',
  record_movements: 'record what moved the stock',
  cancel_orders: 'take back cancelled orders',
  map_late: 'apply movements whose product is known now',
  close_movements: 'close movements after a stocktake',
  write_counts: 'write down counted stock',
};

const products = (count: number): string => plural(count, 'product', 'products');
const movements = (count: number): string => plural(count, 'movement', 'movements');

const signed = (quantity: number): string =>
  quantity > 0 ? `+${number(quantity)}` : number(quantity).replace('-', '−');

export const enText = {
  number,
  signed,
  headings: {
    ...{
      when: 'when',
      what: 'what',
      quantity: 'quantity',
      sku: 'SKU',
      product: 'product',
      location: 'location',
    },
    ...{ state: 'state', base: 'read', held: 'held', level: 'level', read: 'since', channel: 'channel' },
    ...{ listing: 'listing', units: 'units', shown: 'shown', sent: 'sent' },
  },
  kinds: {
    sale: 'sale',
    return: 'return',
    order: 'order',
    count: 'count',
    orderOf: (order: string, channel: string): string => `order ${order} in ${channel}`,
  },
  states: {
    held: 'held',
    unmapped: 'no product yet',
    reading: (runId: string): string => `read by ${runId}`,
    in_source: 'comes from the source',
    cancelled: 'cancelled',
    closed: 'closed by a stocktake',
    counted: 'counted',
    pending: 'pending',
    paused: 'paused there by its seller',
    dead: 'given up',
    run: (runId: string): string => `run ${runId}`,
  },
  story: {
    /** `id`: null where the SKU itself says which it is. */
    of: (sku: string, id: number | null, name: string | null): string =>
      `${sku} is ${id === null ? (name ?? 'a product') : `product ${id}${name === null ? '' : `, ${name}`}`}.`,
    unmapped: (sku: string): string => `No product has the SKU ${sku}: what was sold under it waits for one.`,
    level: (level: {
      location: string;
      base: number | null;
      held: number;
      level: number | null;
      read_at: string | null;
    }): string => {
      const at = level.location === '' ? '' : ` in ${level.location}`;
      if (level.base === null || level.level === null)
        return `Nobody knows how many there are${at}; ${signed(level.held)} held.`;
      const read = level.read_at === null ? '' : ` of ${level.read_at}`;
      return `${number(level.level)} there${at}: ${number(level.base)} by the last reading or count${read}, and ${signed(level.held)} that it does not show yet.`;
    },
    noLevel: 'It has no stock level yet: it gets one with its first listing, sale or change.',
    noEvents: 'Nothing moved its stock yet, as far as it is kept.',
    read: 'read in the source',
  },
  counted: {
    set: (count: number): string => `The stock of ${products(count)} is written down.`,
    add: (count: number): string => `The stock of ${products(count)} is raised.`,
  },
  closed: ({ closed, waiting }: { closed: number; waiting: number }): string => {
    const said = closed === 0 ? 'Nothing is closed.' : `${movements(closed)} closed.`;
    if (waiting === 0) return said;
    return `${said} ${movements(waiting)} of products that were not read since the stocktake stay held: run ${typed('sync')}, then this again.`;
  },
  nothingHeld: `Nothing is held: what is offered is what was read or counted last. ${typed('movements')} lists what moved the stock.`,
  nothingRecorded:
    'No movement is recorded. Sales, returns and orders are recorded once a marketplace is switched on, such as SHOPIFY=on.',
  unmapped: {
    nothing: 'Nothing was sold under a SKU that no product has.',
    hint: 'Give the product this SKU in the source, or map its listing: what was sold is applied then, once.',
  },
  more: (count: number): string => `and ${number(count)} more: --limit 0 shows them`,
  zone: (zone: string): string => `Times of ${zone}.`,
};

export type StockText = typeof enText;
