import type { CauseName } from '../../alerts/causes.ts';
import { typed } from '../../platform/command-line.ts';

/** Products: the search and the lists. */
export const enProducts = {
  search: {
    heading: 'Find a product',
    label: 'Name, number or code',
    of: (count: string): string => `Searches ${count} products.`,
    left: (count: string): string =>
      `Another ${count} do not fit into this page, nearly all without stock or changes: ${typed('history ID')} shows any of them.`,
    unable: `This browser cannot search here (it takes JavaScript and a version of 2023 or later): ${typed('history ID')} shows a product.`,
    only: 'Only these products',
    filters: {
      out: { label: 'Out of stock', typed: ['out of stock', 'no stock', 'sold out'] },
      owed: { label: 'Pending', typed: ['changes pending', 'change pending', 'webhooks pending', 'pending'] },
      dead: {
        label: 'Given up',
        typed: ['changes given up', 'change given up', 'webhooks given up', 'given up', 'refused'],
      },
      quarantine: { label: 'In quarantine', typed: ['in quarantine', 'quarantine', 'to correct'] },
    },
    none: 'Nothing found: search by words of the name, the number or the code, or press one of the buttons.',
    one: '1 product',
    many: '{count} products.',
    first: 'The first {count} are here.',
    more: 'Show {count} more',
    price: 'price {count}',
    noPrice: 'no price',
    stock: 'stock {count}',
    noStock: 'out of stock',
    noStockSince: 'out of stock since {moment}',
    stockUnknown: 'stock unknown',
    owed: 'change pending',
    dead: 'change given up',
    quarantine: 'in quarantine',
    missing: 'missing from the price list',
    new: 'new in the list',
    retired: 'taken off sale',
    earlier: 'and {count} more before that',
  },
  lists: {
    all: (count: string): string => `Show all ${count}`,
    fewer: 'Show fewer',
  },
  products: {
    heading: 'Products',
    product: 'Product',
    unnamed: 'without a name',
    noId: 'without a number',
    first: (shown: string, count: string): string => `The first ${shown} of ${count}.`,
    owed: {
      heading: 'Changes pending',
      none: 'No change is pending.',
      why: 'Last answer',
      noTry: 'no answer yet',
      paused: 'paused',
      behind: {
        channel_down: 'the service does not answer',
        channel_failing: 'the service answers with errors of its own',
        channel_settings: 'the service does not accept the program’s password',
      } as Partial<Record<CauseName, string>>,
    },
    dead: {
      heading: 'Changes given up',
      none: 'No change was given up.',
      unsaid: (status: string): string => `refused without a reason (HTTP ${status})`,
      at: (at: string): string => `given up ${at}`,
      todo: `These are not tried again by themselves. Correct the product or its listing; then ask whoever installed the program to send them again (${typed('dead retry --all')}).`,
    },
    quarantine: {
      heading: 'In quarantine',
      none: 'Nothing is in quarantine.',
      why: 'Why',
    },
  },
};
