import { ConfigurationError } from '../../platform/errors.ts';
import type { RoomQuestions } from '../../platform/interview.ts';
import { printable } from '../../platform/text.ts';
import { listCheckouts } from './bitcram.ts';
import { bitcramConfig } from './config.ts';
import { openBitcram } from './open.ts';
import { phrase } from './phrase.ts';

export const questions: RoomQuestions = {
  async ask(interview) {
    const checkouts = await interview.until(
      bitcramConfig,
      phrase('check_access'),
      () =>
        interview.ask(bitcramConfig, { URL_BITCRAM: phrase('ask_url'), BITCRAM_TOKEN: phrase('ask_token') }),
      async (config, resources) => {
        // Somebody waits, who can try again.
        const bitcram = { ...config, attempts: 1 };
        const { client } = openBitcram({ ...resources, config: { bitcram } });
        const seen = await listCheckouts(client, bitcram.pageSizeRows);
        if (!seen.some(({ warehouse }) => warehouse)) throw new ConfigurationError(phrase('none_usable'));
        return { value: seen, detail: phrase('checkouts_seen', { count: seen.length }) };
      },
    );
    const choices = checkouts.map(({ checkout_number: checkout, warehouse, price_list }) => ({
      value: String(checkout),
      label: warehouse
        ? phrase('place', {
            checkout,
            warehouse: printable(warehouse.id),
            list: price_list ? printable(price_list.id) : phrase('unnamed'),
          })
        : phrase('checkout_without', { checkout }),
      disabled: !warehouse,
    }));
    const chosen = await interview.choose(phrase('ask_checkout'), choices, interview.env['CHECKOUT']);
    interview.set('CHECKOUT', chosen);
  },
};
