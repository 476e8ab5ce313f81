import { parseArgs } from 'node:util';
import { AIR_HELP, AIR_OPTIONS, type AirFlags, readAir } from './air/flags.ts';
import { SIMULATED_TOKEN } from './bitcram.ts';
import { SURVEY_DATES, type SurveyDate } from './catalogue.ts';
import { credential, oneOf, wholeNumber, WrongFlag } from './flag-values.ts';
import { MERCADO_LIBRE_HELP, MERCADO_LIBRE_OPTIONS, readMercadoLibre } from './mercado-libre/flags.ts';
import type { MercadoLibreFlags } from './mercado-libre/serve.ts';
import { PAGING_STYLES, type PagingStyle } from './paging.ts';
import { SIMULATED_SECRET } from './publications.ts';
import { readShopify, SHOPIFY_HELP, SHOPIFY_OPTIONS } from './shopify/flags.ts';
import type { ShopifyFlags } from './shopify/serve.ts';
import { readTill, TILL_HELP, TILL_OPTIONS, type TillFlags } from './till-flags.ts';

export interface Flags {
  readonly paging: PagingStyle;
  readonly port: number;
  readonly publicationsPort: number;
  readonly date: SurveyDate;
  /** Made-up products instead of a date's real ones. */
  readonly products: number | undefined;
  readonly latencyMs: number;
  /** Products that get another stock each second. */
  readonly changes: number;
  /** How many of these `actions/updated` forgets. */
  readonly forgetsPercent: number;
  readonly checkout: number;
  readonly token: string;
  readonly secret: string;
  /** Undefined where there is none. */
  readonly shopify: ShopifyFlags | undefined;
  readonly mercadoLibre: MercadoLibreFlags | undefined;
  readonly till: TillFlags | undefined;
  readonly air: AirFlags | undefined;
}

export const HELP = `npm run simulate -- [flags]

Starts a Bitcram and a publications service on 127.0.0.1, with --shopify a shop in Shopify and with --mercado-libre an
account in Mercado Libre too, and prints the lines for .env that point the job at them. With --till somebody sells at a till.
With --air the job reads from the wholesaler Air in place of Bitcram.

  --paging STYLE            ${PAGING_STYLES.join(', ')} (default totals)
  --port N                  of Bitcram (default 8080; 0 takes any free one)
  --publications-port N     of the publications service (default 8081)
  --date DATE               the real products of ${SURVEY_DATES.join(', ')} (default ${SURVEY_DATES[0]})
  --products N              N made-up products instead
  --latency-ms N            what every list takes longer, and every request of a marketplace (default 0)
  --changes N               products that get another stock each second (default 0)
  --forgets PERCENT         of these, how many the lists of changes leave out (default 0)
  --checkout N              the checkout's number (default 1)
  --token TEXT              the only token that is let in (default ${SIMULATED_TOKEN})
  --secret TEXT             the webhooks' secret (default ${SIMULATED_SECRET})

${AIR_HELP}
${TILL_HELP}
${SHOPIFY_HELP}
${MERCADO_LIBRE_HELP}`;

const OPTIONS = {
  paging: { type: 'string', default: PAGING_STYLES[0] },
  port: { type: 'string', default: '8080' },
  'publications-port': { type: 'string', default: '8081' },
  date: { type: 'string' },
  products: { type: 'string' },
  'latency-ms': { type: 'string', default: '0' },
  changes: { type: 'string', default: '0' },
  forgets: { type: 'string', default: '0' },
  checkout: { type: 'string', default: '1' },
  token: { type: 'string', default: SIMULATED_TOKEN },
  secret: { type: 'string', default: SIMULATED_SECRET },
  ...AIR_OPTIONS,
  ...TILL_OPTIONS,
  ...SHOPIFY_OPTIONS,
  ...MERCADO_LIBRE_OPTIONS,
  help: { type: 'boolean', short: 'h' },
} as const;

/** Nothing when help is asked for. Throws `WrongFlag` with one line that says what is expected. */
export function readFlags(args: string[]): Flags | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  if (values.date !== undefined && values.products !== undefined) {
    throw new WrongFlag('--date serves real products and --products made-up ones: give one of them');
  }
  return {
    paging: oneOf(PAGING_STYLES, '--paging', values.paging),
    port: wholeNumber('--port', values.port, 0, 65_535),
    publicationsPort: wholeNumber('--publications-port', values['publications-port'], 0, 65_535),
    date: oneOf(SURVEY_DATES, '--date', values.date ?? SURVEY_DATES[0]),
    products:
      values.products === undefined ? undefined : wholeNumber('--products', values.products, 0, 5_000_000),
    latencyMs: wholeNumber('--latency-ms', values['latency-ms'], 0, 600_000),
    changes: wholeNumber('--changes', values.changes, 0, 100_000),
    forgetsPercent: wholeNumber('--forgets', values.forgets, 0, 100),
    checkout: wholeNumber('--checkout', values.checkout, 1, 1_000_000),
    token: credential('--token', values.token),
    secret: credential('--secret', values.secret),
    shopify: readShopify(values),
    mercadoLibre: readMercadoLibre(values),
    till: readTill(values),
    air: readAir(values),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    // Node goes on to explain positional arguments, of which there are none here.
    const [complaint] = String(error instanceof Error ? error.message : error).split(/\.? To specify|\n/);
    throw new WrongFlag(`${complaint}; --help lists the flags`);
  }
}
