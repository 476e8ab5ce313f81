import { afterEach, beforeEach } from 'vitest';
import { LOCATION, type Variant } from '../../dev/simulate/shopify/shop.ts';
import {
  SIMULATED_SHOPIFY_TOKEN,
  type ShopifyOptions as SimulatorOptions,
  type ShopifySimulator,
  startShopify,
} from '../../dev/simulate/shopify/shopify.ts';
import type { Failure, Level, Listing, Marketplace, Write } from '../../src/channels/marketplace.ts';
import { createShopify, type ShopifyOptions } from '../../src/channels/shopify/shopify.ts';

type Opened = Marketplace & { close(): Promise<void> };

/** The job's own hands on the simulator at this address. */
export function connectShopify(url: string, differing: Partial<ShopifyOptions> = {}): Opened {
  return createShopify({
    url,
    version: '2026-10',
    credentials: { token: SIMULATED_SHOPIFY_TOKEN },
    location: LOCATION,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    ...differing,
  });
}

/** A shop before each test, and the job's own hands on it; both are gone after it. */
export function shopifyBeforeEach() {
  let simulator: ShopifySimulator | undefined;
  let opened: Opened[] = [];
  const started = (): ShopifySimulator => simulator as ShopifySimulator;
  const open = (differing: Partial<ShopifyOptions> = {}): Opened => {
    const shopify = connectShopify(started().url, differing);
    opened.push(shopify);
    return shopify;
  };
  beforeEach(async () => {
    simulator = await startShopify();
  });
  afterEach(async () => {
    await Promise.all(opened.map((shopify) => shopify.close()));
    opened = [];
    await simulator?.close();
  });
  return {
    open,
    get simulator() {
      return started();
    },
    get shop() {
      return started().shop;
    },
    /** With other settings, in place of the one that was started. */
    async restart(options: SimulatorOptions): Promise<void> {
      await simulator?.close();
      simulator = await startShopify(options);
    },
  };
}

/** The job's variables for this shop. */
export function shopifyEnv({ url, token }: ShopifySimulator): Record<string, string> {
  return {
    SHOPIFY: 'on',
    SHOPIFY_URL: url,
    SHOPIFY_TOKEN: token,
    SHOPIFY_LOCATION_ID: numberIn(LOCATION),
  };
}

const numberIn = (id: string): string => /\d+$/.exec(id)?.[0] ?? '';

export function listingOf({ id, productId }: Variant): Listing {
  return { remoteId: numberIn(productId), remoteVariant: numberIn(id) };
}

export const handleOf = ({ itemId }: Variant): string => numberIn(itemId);

/** From what was read of it. */
export function writeOf(variant: Variant, quantity: number, read?: Level | Failure): Write {
  const stands = {
    kind: 'active',
    quantity: variant.level?.available ?? 0,
    handle: handleOf(variant),
  } as const;
  const found = read ?? stands;
  if (found.kind !== 'active' && found.kind !== 'inactive') throw new Error(`it is ${found.kind}`);
  return { ...listingOf(variant), quantity, read: found };
}

export async function allOf<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}
