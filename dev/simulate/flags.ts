import { parseArgs } from 'node:util';
import { SIMULATED_TOKEN } from './bitcram.ts';
import { SURVEY_DATES, type SurveyDate } from './catalogue.ts';
import { PAGING_STYLES, type PagingStyle } from './paging.ts';
import { SIMULATED_SECRET } from './publications.ts';
import { FAULTS, type FaultRule } from './shopify/faults.ts';
import type { ShopifyFlags } from './shopify/serve.ts';

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
}

export class WrongFlag extends Error {}

export const HELP = `npm run simulate -- [flags]

Starts a Bitcram and a publications service on 127.0.0.1, with --shopify a shop in Shopify too, and prints the lines for .env that point
the job at them.

  --paging STYLE            ${PAGING_STYLES.join(', ')} (default totals)
  --port N                  of Bitcram (default 8080; 0 takes any free one)
  --publications-port N     of the publications service (default 8081)
  --date DATE               the real products of ${SURVEY_DATES.join(', ')} (default ${SURVEY_DATES[0]})
  --products N              N made-up products instead
  --latency-ms N            what every list takes longer, and every request of Shopify (default 0)
  --changes N               products that get another stock each second (default 0)
  --forgets PERCENT         of these, how many the lists of changes leave out (default 0)
  --checkout N              the checkout's number (default 1)
  --token TEXT              the only token that is let in (default ${SIMULATED_TOKEN})
  --secret TEXT             the webhooks' secret (default ${SIMULATED_SECRET})

  --shopify                 a shop in Shopify with the same products, whose token is --token
  --shopify-port N          of it (default 8082)
  --orders N                that customers make in it a minute (default 0)
  --cancels PERCENT         of the orders, how many are cancelled (default 0)
  --odd PERCENT             of its listings, how many have no SKU or one twice, are untracked or inactive (default 0)
  --fails FAULT=PERCENT     of its requests, how many fail so; may be given again:
                            ${FAULTS.slice(0, 11).join(', ')},
                            ${FAULTS.slice(11).join(', ')}
`;

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
  shopify: { type: 'boolean', default: false },
  'shopify-port': { type: 'string' },
  orders: { type: 'string' },
  cancels: { type: 'string' },
  odd: { type: 'string' },
  fails: { type: 'string', multiple: true },
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
  };
}

function readShopify(values: ReturnType<typeof parse>): ShopifyFlags | undefined {
  if (!values.shopify) {
    const [stray] = (['shopify-port', 'orders', 'cancels', 'odd', 'fails'] as const).filter(
      (name) => name in values,
    );
    if (stray !== undefined) throw new WrongFlag(`--${stray} is for a shop in Shopify: give --shopify too`);
    return undefined;
  }
  return {
    port: wholeNumber('--shopify-port', values['shopify-port'] ?? '8082', 0, 65_535),
    token: credential('--token', values.token),
    ordersPerMinute: wholeNumber('--orders', values.orders ?? '0', 0, 60_000),
    cancelsPercent: wholeNumber('--cancels', values.cancels ?? '0', 0, 100),
    oddPercent: wholeNumber('--odd', values.odd ?? '0', 0, 100),
    faults: (values.fails ?? []).map(readFault),
  };
}

function readFault(text: string): FaultRule {
  const [, name = text, percent = '100'] = /^(.*)=(.*)$/.exec(text) ?? [];
  return { fault: oneOf(FAULTS, '--fails', name), percent: wholeNumber('--fails', percent, 0, 100) };
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

function oneOf<Value extends string>(known: readonly Value[], flag: string, text: string): Value {
  const found = known.find((value) => value === text);
  if (found === undefined) throw new WrongFlag(`${flag} takes one of ${known.join(', ')}, not "${text}"`);
  return found;
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw new WrongFlag(`${flag} takes a whole number from ${least} to ${most}, not "${text}"`);
  }
  return number;
}

/** The alphabet of bearer tokens, which needs no quotes in a .env file either. */
function credential(flag: string, text: string): string {
  if (!/^[\w.~+/=-]+$/.test(text)) {
    throw new WrongFlag(`${flag} takes letters, digits and . _ ~ + / = - only`);
  }
  return text;
}
