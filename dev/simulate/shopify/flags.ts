import type { ParseArgsConfig } from 'node:util';
import { credential, oneOf, wholeNumber, WrongFlag } from '../flag-values.ts';
import { SCOPES } from './app.ts';
import { FAULTS, type FaultRule } from './faults.ts';
import type { ShopifyFlags } from './serve.ts';

export const SHOPIFY_HELP = `  --shopify                 a shop in Shopify with the same products, whose token is --token
  --shopify-port N          of it (default 8082)
  --orders N                that customers make in it a minute (default 0)
  --cancels PERCENT         of the orders, how many are cancelled (default 0)
  --odd PERCENT             of its listings, how many have no SKU or one twice, are untracked or inactive (default 0)
  --partial                 a quantity that it refuses is left out, and the rest of its call goes through
  --points N                that come back a second, of twenty times as many (default 100)
  --lacks SCOPE             of its token's scopes, one that is missing; may be given again: ${SCOPES.join(', ')}
  --fails FAULT=PERCENT     of its requests, how many fail so; may be given again:
                            ${FAULTS.slice(0, 12).join(', ')},
                            ${FAULTS.slice(12).join(', ')}
  --fails-ms N              what the faults slow and late take (default 15000)
`;

export const SHOPIFY_OPTIONS = {
  shopify: { type: 'boolean', default: false },
  'shopify-port': { type: 'string' },
  orders: { type: 'string' },
  cancels: { type: 'string' },
  odd: { type: 'string' },
  partial: { type: 'boolean' },
  points: { type: 'string' },
  lacks: { type: 'string', multiple: true },
  fails: { type: 'string', multiple: true },
  'fails-ms': { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

interface Values extends Partial<
  Record<'shopify-port' | 'orders' | 'cancels' | 'odd' | 'points' | 'fails-ms', string>
> {
  token: string;
  shopify: boolean;
  partial?: boolean;
  lacks?: string[];
  fails?: string[];
}

/** Undefined where no shop is asked for. */
export function readShopify(values: Values): ShopifyFlags | undefined {
  if (!values.shopify) {
    const stray = Object.keys(SHOPIFY_OPTIONS).find((name) => name !== 'shopify' && name in values);
    if (stray !== undefined) throw new WrongFlag(`--${stray} is for a shop in Shopify: give --shopify too`);
    return undefined;
  }
  const delayMs = wholeNumber('--fails-ms', values['fails-ms'] ?? '15000', 0, 600_000);
  const lacking = (values.lacks ?? []).map((scope) => oneOf(SCOPES, '--lacks', scope));
  return {
    port: wholeNumber('--shopify-port', values['shopify-port'] ?? '8082', 0, 65_535),
    token: credential('--token', values.token),
    ordersPerMinute: wholeNumber('--orders', values.orders ?? '0', 0, 60_000),
    cancelsPercent: wholeNumber('--cancels', values.cancels ?? '0', 0, 100),
    oddPercent: wholeNumber('--odd', values.odd ?? '0', 0, 100),
    failsWhole: values.partial !== true,
    pointsPerSecond: wholeNumber('--points', values.points ?? '100', 1, 1_000_000),
    scopes: SCOPES.filter((scope) => !lacking.includes(scope)),
    faults: (values.fails ?? []).map((text) => readFault(text, delayMs)),
  };
}

function readFault(text: string, delayMs: number): FaultRule {
  const [, name = text, percent = '100'] = /^(.*)=(.*)$/.exec(text) ?? [];
  return {
    fault: oneOf(FAULTS, '--fails', name),
    percent: wholeNumber('--fails', percent, 0, 100),
    delayMs,
  };
}
