import type { Body, JsonFlags } from '../../platform/command.ts';
import { EXIT } from '../../platform/errors.ts';
import { redact } from '../../platform/redact.ts';
import { table } from '../../platform/table.ts';
import { printableJson } from '../../platform/text.ts';
import { listCheckouts } from './bitcram.ts';
import { bitcramConfig } from './config.ts';
import { openBitcram } from './open.ts';

const config = { bitcram: bitcramConfig };

/** The checkouts and warehouses that the token can see: how to choose CHECKOUT. */
export const command: Body<typeof config, JsonFlags> = {
  config,
  async work(job, flags) {
    const { client } = openBitcram(job);
    const checkouts = (await listCheckouts(client, job.config.bitcram.pageSizeRows)).map((checkout) => ({
      checkout: checkout.checkout_number,
      checkout_id: checkout.id,
      open: checkout.is_open ?? null,
      warehouse_id: checkout.warehouse?.id ?? null,
      price_list_id: checkout.price_list?.id ?? null,
    }));
    if (flags.json) job.print(redact(printableJson(checkouts)));
    else {
      const { headings, yes, no, none } =
        job.language === 'es'
          ? (await import('./words/es.ts')).esText
          : (await import('./words/en.ts')).enText;
      const cells = [
        checkouts.map(({ checkout }) => checkout),
        checkouts.map(({ checkout_id: id }) => id),
        checkouts.map(({ open }) => (open === null ? '' : open ? yes : no)),
        checkouts.map(({ warehouse_id: id }) => id ?? none),
        checkouts.map(({ price_list_id: id }) => id ?? none),
      ];
      const columns = headings.map((heading, at) => ({ heading, cells: cells[at] ?? [], whole: true }));
      job.print(table(columns, job.columns));
    }
    return EXIT.ok;
  },
};
