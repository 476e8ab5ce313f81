import { parseConfig } from '../config.ts';
import { messagesIn } from '../messages/language.ts';
import { EXIT, type ExitCode } from '../platform/errors.ts';
import { redact } from '../platform/redact.ts';
import { table } from '../platform/table.ts';
import { printableJson } from '../platform/text.ts';
import { openSecrets } from '../secrets.ts';
import { listCheckouts } from '../sources/bitcram/bitcram.ts';
import { openBitcram } from '../wiring.ts';
import type { Context } from './context.ts';
import { plainLog } from './plain-log.ts';
import { type JsonFlags, onOneTarget } from './targets.ts';

const NEEDS = ['source', 'log'] as const;

/** The checkouts and warehouses that the token can see: how to choose CHECKOUT. */
export async function discover(flags: JsonFlags, given: Context): Promise<ExitCode> {
  const context = onOneTarget(flags, { needs: NEEDS, checkout: false }, given);
  const config = parseConfig(context.env, NEEDS, { checkout: false });
  const log = await plainLog(context);
  await using scope = new AsyncDisposableStack();
  const secrets = openSecrets(config, context.signal, scope);
  const { client } = openBitcram(config.source, secrets, context.signal, log, scope);
  const checkouts = (await listCheckouts(client, config.source.pageSizeRows)).map((checkout) => ({
    checkout: checkout.checkout_number,
    checkout_id: checkout.id,
    open: checkout.is_open ?? null,
    warehouse_id: checkout.warehouse?.id ?? null,
    price_list_id: checkout.price_list?.id ?? null,
  }));
  if (flags.json) context.print(redact(printableJson(checkouts)));
  else {
    const { headings, yes, no, none } = (await messagesIn(context.language)).discover;
    const rows = checkouts.map((each) => [
      each.checkout,
      each.checkout_id,
      each.open === null ? '' : each.open ? yes : no,
      each.warehouse_id ?? none,
      each.price_list_id ?? none,
    ]);
    context.print(table(headings, rows));
  }
  return EXIT.ok;
}
