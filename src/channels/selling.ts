import { z } from 'zod';
import type { DatabaseJob } from '../mysql/open.ts';
import { hasOwnTable } from '../mysql/products.ts';
import { expecting, text, wholeNumber } from '../platform/config/checks.ts';
import { combine, definePart, type Part } from '../platform/config/config.ts';
import { ConfigurationError } from '../platform/errors.ts';
import { insidesOf } from '../platform/room.ts';
import type { Marketplace } from './marketplace.ts';
import * as marketplaces from './marketplaces.ts';
import { published } from './notify.ts';
import { phrase } from './phrase.ts';
import { sharedOf } from './shared/index.ts';
import { sourceOfStock, stockConfig } from './stock/config.ts';
import type { StockRules } from './stock.ts';

const rooms = await insidesOf(marketplaces);

const PRODUCT_CODE = 'product_code';
const LOCATIONS_BY_CHANNEL = /^\s*[a-z-]+\s*=[^=,]+(,\s*[a-z-]+\s*=[^=,]+)*$/;

/** "shopify=centro+deposito,other=deposito": the locations by channel. */
const channelLocations = expecting(
  z
    .string()
    .regex(LOCATIONS_BY_CHANNEL)
    .transform((value) => new Map(value.split(',').map(locationsIn)))
    .refine((locations) => [...locations.keys()].every((channel) => Object.hasOwn(rooms, channel))),
  phrase('channel_locations', { known: Object.keys(rooms) }),
);

const deliveryConfig = definePart(
  {
    CHANNEL_BUFFER: {
      check: wholeNumber(0, 1_000_000).default(0),
      about: 'how many units of each product a marketplace is never offered',
    },
    CHANNEL_LOCATIONS: {
      check: channelLocations.optional(),
      about:
        'with `SOURCE=none`: the locations that a marketplace sells from; one that is not named sells from all',
    },
    CHANNEL_ATTEMPTS: {
      check: wholeNumber(1, 1_000_000).default(8),
      about: 'after how many refusals, while others are accepted, a listing is given up',
    },
    SKU_FIELD: {
      check: text.default(PRODUCT_CODE),
      about:
        "the member of a product's `data` that is its SKU, as listings have it; unset with `SOURCE=air`, where it is the code of Air",
    },
    ...published,
    VERIFY_S: {
      check: wholeNumber(1, 86_400).default(90),
      about: 'after how many seconds a listing that was written is checked again',
    },
    ORDERS_POLL_S: {
      check: wholeNumber(1, 86_400).default(15),
      about: "how often `sales-worker` reads a marketplace's orders, in seconds",
    },
    ORDERS_OVERLAP_S: {
      check: wholeNumber(0, 86_400).default(600),
      about: 'how far before the last order that was seen they are read again, in seconds',
    },
  },
  (v) => ({
    buffer: v.CHANNEL_BUFFER,
    locations: v.CHANNEL_LOCATIONS ?? new Map(),
    attempts: v.CHANNEL_ATTEMPTS,
    skuField: v.SKU_FIELD,
    publishedItemsTable: v.PUBLISHED_ITEMS_TABLE,
    verifyMs: v.VERIFY_S * 1000,
    ordersPollMs: v.ORDERS_POLL_S * 1000,
    ordersOverlapMs: v.ORDERS_OVERLAP_S * 1000,
  }),
);

function locationsIn(text: string): readonly [channel: string, locations: readonly string[]] {
  const [channel = '', locations = ''] = text.split('=');
  return [channel.trim(), locations.split('+').map((name) => name.trim())];
}

/** How a shop sells in marketplaces. */
export interface Selling {
  /** What each that is on is configured with, by its name. */
  marketplaces: Readonly<Record<string, unknown>>;
  /** Which sales the source learns of. */
  rules: StockRules;
  /** Units that are never offered. */
  buffer: number;
  /** The locations that a channel sells from, by its name; one that is not here sells from all. */
  locations: ReadonlyMap<string, readonly string[]>;
  /** Refusals of one listing before it is dead. */
  attempts: number;
  /** The member of `data` that is the SKU. */
  skuField: string;
  /** `schema.table` with `id` and `meli_id`, where the application has one. */
  publishedItemsTable: string | undefined;
  verifyMs: number;
  ordersPollMs: number;
  ordersOverlapMs: number;
}

const ofMarketplaces = combine(
  Object.fromEntries(Object.entries(rooms).map(([name, { config }]) => [name, config])),
);
const ofAll = combine({ rules: stockConfig, delivery: deliveryConfig });

/** Undefined where no marketplace is on: then none of its variables is needed. */
export const sellingConfig: Part<Selling | undefined> = {
  variables: { ...ofMarketplaces.variables, ...ofAll.variables },
  read(reading) {
    const isOn = Object.values(marketplaces).some(({ onBy }) => {
      const { [onBy]: variable } = ofMarketplaces.variables;
      return variable !== undefined && reading.valuesOf({ [onBy]: variable })[onBy] === 'on';
    });
    const build = ofMarketplaces.read(reading);
    if (!isOn) return () => ({ config: undefined, secrets: [] });
    const buildAll = ofAll.read(reading);
    const buildSource = sourceOfStock.read(reading);
    return () => {
      const { config, secrets } = build();
      const { rules, delivery } = buildAll().config;
      // What a source says is of one place.
      if (rules.hasSource && delivery.locations.size > 0)
        throw new ConfigurationError(phrase('locations_beside_source'));
      const { name: source } = buildSource().config;
      if (hasOwnTable(source) && delivery.skuField !== PRODUCT_CODE)
        throw new ConfigurationError(phrase('sku_is_code', { source, field: delivery.skuField }));
      const on = Object.entries(config).filter(([, each]) => each !== undefined);
      return { config: { ...delivery, rules, marketplaces: Object.fromEntries(on) }, secrets };
    };
  },
};

/**
 * A marketplace that is on. What it shares with other processes is looked up over a connection of its own, once it is needed. One that only
 * looks takes no turn among their requests, which would be written down: it keeps the pace by itself.
 */
export async function openMarketplace(
  job: DatabaseJob & { config: { selling: Selling } },
  channel: string,
  { writes = true } = {},
): Promise<Marketplace> {
  const room = rooms[channel];
  if (room === undefined) throw new Error(`no marketplace is called ${channel}`);
  // Every command that reads the configuration loads this file, most of them without a marketplace.
  const { openPool } = await import('../mysql/pool.ts');
  return room.open({
    ...job,
    config: job.config.selling.marketplaces[channel],
    shared: sharedOf(openPool(job, 1), channel, { writes }),
  });
}
