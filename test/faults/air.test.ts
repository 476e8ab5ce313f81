import { expect, test } from 'vitest';
import { articles, clearedAirShop, quantity } from '../support/air.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { startJob } from '../support/job.ts';

const shop = await clearedAirShop({ AIR_CONCURRENCY: '4' });
const { air } = shop;
const ARTICLES = 40;
const LIMIT_MS = LONG ? 600_000 : 180_000;
const ROUNDS = LONG ? 20 : 2;
const noted = (fault: string, tried: number, outcome: string): void =>
  noteFault({ fault, tried, outcome, lost: 0, appliedTwice: 0 });
const asked = (): string[] =>
  air.requests.flatMap(({ operation, code }) =>
    operation === 'get_meta' && code !== undefined ? [code] : [],
  );
/** Without the times, which differ. */
const content = async () => ({
  items: (await shop.items()).map(
    ({ codprov, cost, list_price, currency, tax_rate, stock, content: kept, images }) => ({
      ...{ codprov, cost, list_price, currency, tax_rate, stock, kept, images },
    }),
  ),
  locations: await shop.locations(),
});

/** When the nth detail is asked for; 0: when the list is. */
const POINTS = LONG ? Array.from({ length: 20 }, (_, index) => index * 2) : [0, 9, 22, 38];

test(
  'a deep run that is killed at any moment goes on where it was: what was kept is not asked for again',
  async () => {
    air.articles = articles(ARTICLES);
    air.detailLatencyMs = 8;
    for (const point of POINTS) {
      for (const table of ['air_item', 'air_item_location', 'air_detail'])
        await shop.schema.query(`DELETE FROM ${table}`);
      air.forgetRequests();
      const job = startJob(['sync'], shop.env);
      air.intercept(({ operation }) => {
        const isThere = point === 0 ? operation === 'articulos' : asked().length >= point;
        if (isThere) job.process.kill('SIGKILL');
        return undefined;
      });
      expect((await job.done).signal, `point ${point}`).toBe('SIGKILL');
      air.intercept();
      const kept = await shop.schema.query<{ code: string }>(
        'SELECT CONVERT(i.external_id USING utf8mb4) AS code FROM air_detail d JOIN item i ON i.id = d.id',
      );
      const before = asked().length;
      // Of each one that asks: the detail on its way, and the one before, which is being written.
      expect(before - kept.length).toBeLessThanOrEqual(8);
      air.forgetRequests();
      expect(await shop.report('sync')).toMatchObject({ exit_code: 0, inserted: ARTICLES });
      const again = asked();
      expect(again.filter((code) => kept.some((each) => each.code === code))).toEqual([]);
      // A server may commit what a killed process had sent, after this was read.
      expect(again.length).toBeLessThanOrEqual(ARTICLES - kept.length);
      expect((await shop.items()).every(({ images }) => images?.length === 2)).toBe(true);
    }
    noted('a deep run of Air killed', POINTS.length, 'the next one goes on there');
  },
  LIMIT_MS,
);

test('a flash that is killed leaves its change to the next one', async () => {
  air.articles = articles(20);
  await shop.report('sync');
  air.articles = articles(20, () => ({ precio: 9000 }));
  const job = startJob(['sync', '--mode', 'flash'], shop.env);
  air.intercept(({ operation }) => void (operation === 'syp' && job.process.kill('SIGKILL')));
  expect((await job.done).signal).toBe('SIGKILL');
  air.intercept();
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ exit_code: 0, updated: 20 });
  const runs = await shop.schema.query<{ status: string }>('SELECT status FROM sync_run ORDER BY started_at');
  expect(runs.map(({ status }) => status)).toEqual(['succeeded', 'lost', 'succeeded']);
});

/** Milliseconds after the last answer that a run waits for: while it compares, stages, loads and tells how it ended. */
const MOMENTS = LONG ? Array.from({ length: 20 }, (_, index) => index * 10) : [10, 60, 120];

test.each(['flash', 'deep'])(
  'a %s that is killed while it writes leaves all of its change or nothing, and the next one the whole of it',
  async (mode) => {
    air.articles = articles(ARTICLES);
    await shop.report('sync');
    let before = await content();
    for (const [round, moment] of MOMENTS.entries()) {
      air.articles = articles(ARTICLES, () => ({
        ...(mode === 'flash' ? { precio: 9000 + round, cba: quantity('cba', 30 + round) } : {}),
        ...(mode === 'deep' ? { descrip: `RENAMED ${round}` } : {}),
      }));
      air.forgetRequests();
      const job = startJob(['sync', '--mode', mode], shop.env);
      air.intercept(({ operation, page }) => {
        const isLast = mode === 'flash' ? operation === 'syp' && page > 0 : asked().length === ARTICLES;
        if (isLast) setTimeout(() => job.process.kill('SIGKILL'), moment);
        return undefined;
      });
      await job.done;
      air.intercept();
      // A server may be at the last statement of a killed process yet.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const left = await content();
      expect((await shop.report('sync', '--mode', mode)).exit_code, `${moment} ms`).toBe(0);
      const after = await content();
      expect([before, after], `${moment} ms`).toContainEqual(left);
      const isNew = ({ cost, kept }: (typeof after.items)[number]): boolean =>
        mode === 'flash' ? cost === `${9000 + round}.0000` : kept['product_name'] === `RENAMED ${round}`;
      expect(after.items.filter(isNew)).toHaveLength(ARTICLES);
      before = after;
    }
    noted(`a ${mode} of Air killed while it writes`, MOMENTS.length, 'all of it or nothing');
  },
  LIMIT_MS,
);

test(
  'a flash and a deep run that start together leave what each alone would leave, and neither waits',
  async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const table of ['air_item', 'air_item_location', 'air_detail', 'sync_run', 'sync_missing'])
        await shop.schema.query(`DELETE FROM ${table}`);
      air.articles = articles(30);
      await shop.report('sync');
      const today = articles(34, (_each, index) => ({
        ...(index % 3 === 0 ? { precio: 9000 + round, cba: quantity('cba', index + round) } : {}),
        ...(index % 4 === 0 ? { descrip: `RENAMED ${round}` } : {}),
      })).filter((_each, index) => index !== 5);
      air.articles = today;
      air.detailLatencyMs = 10;
      const [flash, deep] = await Promise.all([
        shop.report('sync', '--mode', 'flash'),
        shop.report('sync', '--mode', 'deep'),
      ]);
      expect([flash.exit_code, deep.exit_code]).toEqual([0, 0]);
      const together = await content();
      // Alone, one after the other, from the same morning.
      for (const table of ['air_item', 'air_item_location', 'air_detail', 'sync_run', 'sync_missing'])
        await shop.schema.query(`DELETE FROM ${table}`);
      air.articles = articles(30);
      await shop.report('sync');
      air.articles = today;
      await shop.report('sync', '--mode', 'flash');
      await shop.report('sync', '--mode', 'deep');
      expect(together).toEqual(await content());
    }
    noted('a flash and a deep run of Air at once', ROUNDS, 'as one after the other');
  },
  LIMIT_MS,
);

test('a deep run that is at work holds up no flash, whatever it waits for', async () => {
  air.articles = articles(20);
  await shop.report('sync');
  air.articles = articles(24, (_each, index) => (index < 20 ? { precio: 9000 } : undefined));
  const { promise: flashEnded, resolve: endFlash } = Promise.withResolvers<void>();
  air.intercept(async ({ operation }) => {
    if (operation === 'get_meta') await flashEnded;
    return undefined;
  });
  const deep = startJob(['sync'], shop.env);
  const waiting = 4;
  while (asked().length < 20 + waiting) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({
    exit_code: 0,
    updated: 20,
    unknown: 4,
  });
  endFlash();
  expect((await deep.done).report).toMatchObject({ exit_code: 0, inserted: 4 });
  expect((await shop.items()).map(({ cost }) => cost).slice(0, 20)).toEqual(
    Array.from({ length: 20 }, () => '9000.0000'),
  );
});

test('a connection that is cut is asked for again, and one that stays cut ends with 69', async () => {
  air.articles = articles(20);
  let cuts = 0;
  air.intercept(({ operation }) => {
    if (operation === 'login' || cuts >= 3) return undefined;
    cuts += 1;
    return (_req, res) => void res.destroy();
  });
  shop.env['HTTP_ATTEMPTS'] = '5';
  expect(await shop.report('sync')).toMatchObject({ exit_code: 0, inserted: 20 });
  air.intercept(({ operation }) => (operation === 'syp' ? (_req, res) => void res.destroy() : undefined));
  shop.env['HTTP_ATTEMPTS'] = '2';
  const { report } = await shop.run('sync', '--mode', 'flash');
  expect(report).toMatchObject({ exit_code: 69, error_code: 'platform.unreachable', loaded: false });
  expect(report.reason).toContain('q=syp');
  noted('a connection to Air cut', 2, 'asked for again, or 69');
});
