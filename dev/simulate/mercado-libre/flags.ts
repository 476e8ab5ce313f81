import type { ParseArgsConfig } from 'node:util';
import { credential, oneOf, wholeNumber, WrongFlag } from '../flag-values.ts';
import { FAULTS, type FaultRule } from './faults.ts';
import { RIGHTS } from './mercado-libre.ts';
import type { MercadoLibreFlags } from './serve.ts';

export const MERCADO_LIBRE_HELP = `  --mercado-libre           an account in Mercado Libre with the same products, whose token is --token
  --meli-port N             of it (default 8083)
  --meli-orders N           that customers make in it a minute (default 0)
  --meli-cancels PERCENT    of the orders, how many are cancelled (default 0)
  --meli-odd PERCENT        of its listings, how many have no SKU or one twice, are paused, closed or under review (default 0)
  --meli-variations PERCENT of its listings, how many have variations (default 0)
  --meli-warehouses         its stock lies with the seller's products, in his warehouses
  --meli-per-second N       requests that it takes (default 1000)
  --meli-lacks RIGHT        one that its token has not; may be given again: ${RIGHTS.join(', ')}
  --meli-fails FAULT=PERCENT of its requests, how many fail so; may be given again:
                            ${FAULTS.slice(0, 12).join(', ')},
                            ${FAULTS.slice(12).join(', ')}
  --meli-fails-ms N         what the faults slow and late take (default 15000)
`;

export const MERCADO_LIBRE_OPTIONS = {
  'mercado-libre': { type: 'boolean', default: false },
  'meli-port': { type: 'string' },
  'meli-orders': { type: 'string' },
  'meli-cancels': { type: 'string' },
  'meli-odd': { type: 'string' },
  'meli-variations': { type: 'string' },
  'meli-warehouses': { type: 'boolean' },
  'meli-per-second': { type: 'string' },
  'meli-lacks': { type: 'string', multiple: true },
  'meli-fails': { type: 'string', multiple: true },
  'meli-fails-ms': { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

type Texts = 'port' | 'orders' | 'cancels' | 'odd' | 'variations' | 'per-second' | 'fails-ms';

interface Values extends Partial<Record<`meli-${Texts}`, string>> {
  token: string;
  'mercado-libre': boolean;
  'meli-warehouses'?: boolean;
  'meli-lacks'?: string[];
  'meli-fails'?: string[];
}

/** Undefined where no account is asked for. */
export function readMercadoLibre(values: Values): MercadoLibreFlags | undefined {
  if (!values['mercado-libre']) {
    const stray = Object.keys(MERCADO_LIBRE_OPTIONS).find(
      (name) => name !== 'mercado-libre' && name in values,
    );
    if (stray === undefined) return undefined;
    throw new WrongFlag(`--${stray} is for an account in Mercado Libre: give --mercado-libre too`);
  }
  const number = (name: Texts, standard: string, least: number, most: number): number =>
    wholeNumber(`--meli-${name}`, values[`meli-${name}`] ?? standard, least, most);
  const delayMs = number('fails-ms', '15000', 0, 600_000);
  const lacking = (values['meli-lacks'] ?? []).map((right) => oneOf(RIGHTS, '--meli-lacks', right));
  return {
    port: number('port', '8083', 0, 65_535),
    token: credential('--token', values.token),
    ordersPerMinute: number('orders', '0', 0, 60_000),
    cancelsPercent: number('cancels', '0', 0, 100),
    oddPercent: number('odd', '0', 0, 100),
    variationsPercent: number('variations', '0', 0, 100),
    hasWarehouses: values['meli-warehouses'] === true,
    perSecond: number('per-second', '1000', 1, 1_000_000),
    rights: RIGHTS.filter((right) => !lacking.includes(right)),
    faults: (values['meli-fails'] ?? []).map((text) => readFault(text, delayMs)),
  };
}

function readFault(text: string, delayMs: number): FaultRule {
  const [, name = text, percent = '100'] = /^(.*)=(.*)$/.exec(text) ?? [];
  return {
    fault: oneOf(FAULTS, '--meli-fails', name),
    percent: wholeNumber('--meli-fails', percent, 0, 100),
    delayMs,
  };
}
