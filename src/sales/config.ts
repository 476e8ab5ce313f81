import { z } from 'zod';
import { expecting, text } from '../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../platform/config/config.ts';
import { phrase } from './phrase.ts';

/** "uuid-1=centro,uuid-2=norte": the location of each shop, by its `tienda_id`. */
const stores = expecting(
  z
    .string()
    .regex(/^\s*[^=,\s]+\s*=[^=,]+(,\s*[^=,\s]+\s*=[^=,]+)*$/)
    .transform((value) => new Map(value.split(',').map(storeIn))),
  phrase('stores'),
);

function storeIn(entry: string): readonly [store: string, location: string] {
  const [store = '', location = ''] = entry.split('=');
  return [store.trim(), location.trim()];
}

/** Whose sales count, and who records them. */
export const salesConfig = definePart(
  {
    SALES_STORES: {
      check: stores.optional(),
      about:
        'the shops whose sales count, each with its location, which counts with `SOURCE=none`; unset: all shops, one location',
      example: '3f2a=centro,9b1c=norte',
    },
    WORKER_ID: { check: text.optional(), about: 'the name of a worker in its log', example: 'worker-1' },
  },
  (v) => ({ stores: v.SALES_STORES, workerId: v.WORKER_ID }),
);

export const parts = [salesConfig];

/** The location of each shop whose sales count; undefined: all count, and sell from one place. What a source says is of one place as well. */
export function placesOf(stores: SalesConfig['stores'], hasSource: boolean): SalesConfig['stores'] {
  return hasSource && stores !== undefined ? new Map([...stores.keys()].map((store) => [store, ''])) : stores;
}

export type SalesConfig = ConfigOf<{ sales: typeof salesConfig }>['sales'];
