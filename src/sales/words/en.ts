import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { plural } = formatsIn('en-US');

export const en = {
  only_delivers: {
    message:
      'sales-worker reads the orders of the marketplaces and writes their stock, and has to be told so',
    hint: `run ${typed('sales-worker --deliver-only')}`,
  },
  no_marketplace: {
    message: 'no marketplace is on: there is nothing to work at',
    hint: 'set MELI=on or SHOPIFY=on, with the shop and its token',
  },
  refused: ({ service, why }: { service: string; why: string }) => ({
    message: `the stock in ${service} cannot be written: ${why}`,
    hint: undefined,
  }),

  // What the log says
  started: ({ channels }: { channels: readonly string[] }) => `at work: ${channels.join(', ')}`,
  ended: 'ended: nothing is left in hand',
  back: ({ seconds }: { seconds: number }) =>
    `all is well again after ${plural(seconds, 'second', 'seconds')}`,
  ordered: ({ lines, cancelled }: { lines: number; cancelled: number }) =>
    `orders: ${plural(lines, 'new line', 'new lines')}${cancelled === 0 ? '' : `, ${cancelled} cancelled`}`,
  unmapped: ({ count }: { count: number }) =>
    `${plural(count, 'line', 'lines')} of orders of which no product is known: see ${typed('movements --unmapped')}`,
  delivered: ({ count }: { count: number }) =>
    `${plural(count, 'listing shows', 'listings show')} the stock that there is`,
  dead: ({ count }: { count: number }) =>
    `${plural(count, 'listing was', 'listings were')} given up: see ${typed('dead list')}`,

  // The command line
  help_worker:
    'keep the marketplaces up to date until it is stopped: their orders, and the stock that they offer',
  help_deliver_only: "without the sales of the till: the marketplaces' orders and stock alone",
};
