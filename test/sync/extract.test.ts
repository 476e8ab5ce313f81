import { expect, test } from 'vitest';
import { SILENCE } from '../../src/platform/progress.ts';
import { ListMovedError, type PriceListPage, type Source } from '../../src/sources/source.ts';
import { type Snapshot, StagingDoubtError } from '../../src/sync/store.ts';
import { extract } from '../../src/sync/extract.ts';
import { internNothing } from '../support/reading.ts';
import { DOING, silentLog as log } from '../support/words.ts';

const none = new Float64Array(0);
const EMPTY: Snapshot = {
  productIds: none,
  stocks: none,
  prices: none,
  fingerprints: none,
  missing: new Map(),
};

/** A shop of three products, in memory. */
const source: Source = {
  locate: () => Promise.reject(new Error('not asked for')),
  // eslint-disable-next-line typescript/require-await
  async *priceList() {
    const page: PriceListPage = {
      productIds: Float64Array.of(1, 2, 3),
      prices: Float64Array.of(10, 20, 30),
      fingerprints: none,
      fetched: 3,
      repeated: [],
      rejections: [],
      attributes: (rows) => rows.map((row) => Buffer.from(`{"row":${row}}`)),
      release: () => undefined,
    };
    yield page;
  },
  async *stock() {},
};

/** Reads the shop into an array, which `refuse` may refuse; says how often it was begun. */
async function read(refuse: (time: number) => void) {
  let staged: number[] = [];
  let times = 0;
  const extraction = extract({
    source,
    place: { key: 'warehouse=2&price+list=3', label: DOING },
    intern: internNothing,
    limits: { maxProductId: 100, minStock: 0, maxStock: 100, maxDataBytes: 1000 },
    readSnapshot: () => Promise.resolve(EMPTY),
    readRows: () => Promise.resolve(new Map()),
    lastReading: () => Promise.resolve(undefined),
    deep: false,
    selection: undefined,
    guardLimits: {
      maxMissingPercent: 100,
      maxZeroedPercent: 100,
      maxUnpricedPercent: 100,
      maxPriceDropPercent: 100,
    },
    quarantineMaxPercent: 5,
    held: undefined,
    sink: {
      restart() {
        staged = [];
        times += 1;
        return Promise.resolve();
      },
      async stage(items) {
        for (const { productId } of items) staged.push(productId);
        refuse(times);
      },
      reject: () => Promise.resolve(),
      read: () => Promise.resolve(),
    },
    whenRead: () => undefined,
    signal: new AbortController().signal,
    progress: SILENCE,
    log,
  });
  const outcome = await extraction.then(
    () => 'read',
    (error: unknown) => (error as Error).message,
  );
  return { outcome, staged, times };
}

test.each([new StagingDoubtError(DOING), new ListMovedError(DOING)])(
  'after %s everything is read and staged once more, from the beginning',
  async (error) => {
    const once = await read((time) => {
      if (time === 1) throw error;
    });
    expect(once).toEqual({ outcome: 'read', staged: [1, 2, 3], times: 2 });
    const always = await read(() => {
      throw error;
    });
    expect(always).toMatchObject({ outcome: error.message, times: 2 });
  },
);
