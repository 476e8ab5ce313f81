import { afterEach, beforeEach } from 'vitest';
import {
  type MercadoLibreOptions as SimulatorOptions,
  type MercadoLibreSimulator,
  SIMULATED_MELI_TOKEN,
  startMercadoLibre,
} from '../../dev/simulate/mercado-libre/mercado-libre.ts';
import { availableOf, type Variant } from '../../dev/simulate/mercado-libre/store.ts';
import type {
  Failure,
  KeptToken,
  Level,
  Listing,
  Marketplace,
  Shared,
  Write,
} from '../../src/channels/marketplace.ts';
import {
  createMercadoLibre,
  type MercadoLibreOptions,
} from '../../src/channels/mercado-libre/mercado-libre.ts';

type Opened = Marketplace & { close(): Promise<void> };

/** The job's own hands on the simulator at this address. */
export function connectMercadoLibre(url: string, differing: Partial<MercadoLibreOptions> = {}): Opened {
  return createMercadoLibre({
    url,
    credentials: { token: SIMULATED_MELI_TOKEN },
    userId: undefined,
    perSecond: 1000,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    shared: alone(),
    ...differing,
  });
}

/** An account before each test, and the job's own hands on it; both are gone after it. */
export function mercadoLibreBeforeEach() {
  let simulator: MercadoLibreSimulator | undefined;
  let opened: Opened[] = [];
  const started = (): MercadoLibreSimulator => simulator as MercadoLibreSimulator;
  const open = (differing: Partial<MercadoLibreOptions> = {}): Opened => {
    const meli = connectMercadoLibre(started().url, differing);
    opened.push(meli);
    return meli;
  };
  beforeEach(async () => {
    simulator = await startMercadoLibre();
  });
  afterEach(async () => {
    await Promise.all(opened.map((meli) => meli.close()));
    opened = [];
    await simulator?.close();
  });
  return {
    open,
    get simulator() {
      return started();
    },
    get store() {
      return started().store;
    },
    /** What was asked, in order. */
    get operations() {
      return started().requests.map(({ operation }) => operation);
    },
    /** With other settings, in place of the one that was started. */
    async restart(options: SimulatorOptions): Promise<void> {
      await simulator?.close();
      simulator = await startMercadoLibre(options);
    },
  };
}

/** What a process that is alone shares with itself, where nothing is asked of a database. */
export function alone(): Shared {
  let kept: KeptToken = {
    ...{ access: null, goodForMs: 0, scope: null },
    ...{ refresh: null, givenHash: null, refusedHash: null },
  };
  return {
    pace: {
      reserve: async (_turns, perSecond) => ({ inMs: 0, apartMs: 1000 / perSecond }),
      slowDown: async () => undefined,
    },
    token: {
      read: async () => kept,
      async change(work) {
        kept = (await work(kept)) ?? kept;
      },
    },
    pause: async () => undefined,
  };
}

/** The job's variables for this account. */
export function mercadoLibreEnv({ url, token }: MercadoLibreSimulator): Record<string, string> {
  return { MELI: 'on', NOTIFY: 'off', MELI_URL: url, MELI_TOKEN: token, MELI_RATE: '1000' };
}

export function itemOf({ item, id }: Variant): Listing {
  return { remoteId: item.id, remoteVariant: id === undefined ? '' : String(id) };
}

/** From what was read of it. */
export function writeTo(variant: Variant, quantity: number, read?: Level | Failure): Write {
  const handle = variant.item.variants.map(({ id = '' }) => String(id)).join(',');
  const found = read ?? { kind: 'active', quantity: availableOf(variant), handle };
  if (found.kind !== 'active') throw new Error(`it is ${found.kind}`);
  return { ...itemOf(variant), quantity, read: found };
}
