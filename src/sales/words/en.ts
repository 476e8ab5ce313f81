import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { number, plural } = formatsIn('en-US');

export const en = {
  no_marketplace: {
    message: 'no marketplace is on: there is nothing to work at',
    hint: 'set MELI=on or SHOPIFY=on, with the shop and its token',
  },
  refused: ({ service, why }: { service: string; why: string }) => ({
    message: `the stock in ${service} cannot be written: ${why}`,
    hint: undefined,
  }),

  no_broker: {
    message: "RABBITMQ_URL is missing: nobody says where the till's sales come from",
    hint: `set it, or run ${typed('sales-worker --deliver-only')} for the marketplaces alone`,
  },
  only_one: {
    message: '--record-only and --deliver-only leave nothing to do together',
    hint: 'give one of them, or none to do both in one process',
  },

  // Why a message is no sale that can be recorded
  sale_no_json: 'it is no JSON',
  sale_lacks: ({ member }: { member: string }) => `it lacks ${member}, or that is no text and no list`,
  sale_without_items: 'it has no items',
  sale_too_long: ({ lines, most }: { lines: number; most: number }) =>
    `it has ${number(lines)} lines; at most ${number(most)} are taken`,
  sale_too_large: ({ bytes, most }: { bytes: number; most: number }) =>
    `it has ${number(bytes)} bytes; at most ${number(most)} are taken`,
  sale_too_deep: 'it has lists within lists, too deep to be read',
  sale_of_unknown_store: ({ store }: { store: string }) =>
    `it is of the shop ${store}, which SALES_STORES does not name`,
  sale_id_too_large: 'its id is a number with more digits than JSON keeps: send it as a text',
  member_too_large: ({ member }: { member: string }) =>
    `its ${member} is a number with more digits than JSON keeps: send it as a text`,
  line_without_sku: ({ line }: { line: number }) =>
    `line ${line} has no producto_sku, or one that is too long`,
  line_without_units: ({ line, sku, given }: { line: number; sku: string; given: string }) =>
    `line ${line} (${sku}): cantidad must be a whole number above 0${given === '' ? ', and is missing' : `, and is ${given}`}`,
  other_sale: 'another sale came with the same id and other content',
  tried_too_often: ({ tries }: { tries: number }) =>
    `it was tried by itself ${plural(tries, 'time', 'times')} in vain`,
  given_up_by_broker: ({ why }: { why: string }) =>
    why === 'expired'
      ? 'it expired in the queue: let the till publish without expiration, and no policy set message-ttl'
      : `RabbitMQ itself took it out of the queue: ${why}`,

  // What was being done
  read_sales: 'read the sales',
  write_sales: 'record the sales',
  sold_meanwhile: 'another sale was recorded with the same id at the same moment',

  // What a variable must be
  stores: 'shops with their locations, such as 3f2a=centro,9b1c=norte',

  // What the log says
  recorded: ({ recorded, known }: { recorded: number; known: number }) =>
    `${plural(recorded, 'sale', 'sales')} recorded${known === 0 ? '' : `, ${known} known before`}`,
  dead_lettered: ({ reason }: { reason: string }) => `a sale was put aside: ${reason}`,
  nameless:
    'the till sends sales without an id: two equal ones count once, like one that came twice; let it send messageId, or sale_id',
  sales_unmapped: ({ count }: { count: number }) =>
    `${plural(count, 'line', 'lines')} of sales of which no product is known: see ${typed('movements --unmapped')}`,
  started: ({ channels, sales }: { channels: readonly string[]; sales: boolean }) =>
    `at work: ${[...(sales ? ['the sales of the till'] : []), ...channels].join(', ')}`,
  ended: 'ended: nothing is left in hand',
  ordered: ({ lines, cancelled }: { lines: number; cancelled: number }) =>
    `orders: ${plural(lines, 'new line', 'new lines')}${cancelled === 0 ? '' : `, ${cancelled} cancelled`}`,
  unmapped: ({ count }: { count: number }) =>
    `${plural(count, 'line', 'lines')} of orders without a known product: see ${typed('movements --unmapped')}`,
  delivered: ({ count }: { count: number }) =>
    `${plural(count, 'listing shows', 'listings show')} the stock that there is`,
  dead: ({ count }: { count: number }) =>
    `${plural(count, 'listing was', 'listings were')} given up: see ${typed('dead list')}`,

  // What a worker is not ready for
  not_taking: 'sales are not being taken from their queue',
  not_connected: 'it has no connection to the database yet',
  no_answer: ({ seconds }: { seconds: number }) =>
    `it does not answer within ${plural(seconds, 'second', 'seconds')}`,
  stopping: 'the worker is stopping',

  // The command line
  help_worker: 'record the sales of the till and keep the marketplaces up to date, until it is stopped',
  help_record_only: 'only the sales of the till: others deliver to the marketplaces',
  help_deliver_only: "without the sales of the till: only the marketplaces' orders and stock",
};

export interface DeadSaleInWords {
  /** Null where it names none, or is no sale at all. */
  id: string | null;
  store: string | null;
  at: string | null;
  reason: string;
}

export const enText = {
  deadSale: ({ id, store, at, reason }: DeadSaleInWords): string =>
    `sale ${id ?? 'without an id'}${store === null ? '' : ` of the shop ${store}`}\n  given up${at === null ? '' : ` at ${at}`}: ${reason}`,
  moreDead: (count: number): string =>
    `and ${plural(count, 'more sale', 'more sales')}: --limit 0 shows them`,
  deadNext: `Correct what the till sends; then ${typed('dead retry --channel sales --all')} records these sales. ${typed('dead drop --channel sales --all')} forgets them: no stock falls because of them.`,
  retried: (count: number): string =>
    `${plural(count, 'sale is', 'sales are')} in the queue again: ${typed('sales-worker')} records them.`,
  dropped: (count: number): string =>
    `${plural(count, 'sale is', 'sales are')} forgotten: no stock falls because of ${count === 1 ? 'it' : 'them'}.`,
};

export type SalesText = typeof enText;
