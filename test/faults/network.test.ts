import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BitcramRequest } from '../../dev/simulate/bitcram-request.ts';
import { json, type Server, send, serve } from '../../dev/simulate/server.ts';
import { LONG, repeating } from '../support/fault-table.ts';
import { goods, loaded, offer } from '../support/goods.ts';
import type { JobResult } from '../support/job.ts';
import { startProxy } from '../support/proxy.ts';
import { clear } from '../support/shelves.ts';
import { sharedShop } from '../support/test-shop.ts';

const REPEATS = LONG ? 5 : 1;
const ALL = goods(200);

const shop = await sharedShop();
const network = await startProxy({ host: '127.0.0.1', port: shop.bitcram.port });
const env = {
  ...shop.env,
  URL_BITCRAM: `http://127.0.0.1:${network.port}`,
  PAGE_SIZE: '50',
  HTTP_ATTEMPTS: '2',
  HTTP_TIMEOUT_MS: '5000',
  // A webhook is no matter of this file.
  NOTIFY: 'off',
};
afterAll(() => network.close());

async function reset(): Promise<void> {
  await clear(shop, env);
  network.cut();
  Object.assign(network, { mode: 'pass', watch: undefined, cutAfterBytes: Infinity });
  offer(shop, ALL);
}
beforeEach(reset);

const repeatedly = repeating('API', REPEATS, reset);

const asked = (endpoint: BitcramRequest['endpoint'], page?: number): BitcramRequest[] =>
  shop.bitcram.requests.filter(
    (request) => request.endpoint === endpoint && (page === undefined || request.page === page),
  );

async function expectAllLoaded({ exitCode, report, stderr }: JobResult): Promise<void> {
  expect(exitCode, stderr).toBe(0);
  expect(report).toMatchObject({ fetched: ALL.length, inserted: ALL.length, quarantined: 0 });
  expect((await shop.rows()).map(({ id, stock }) => [id, stock])).toEqual(ALL.map(({ id }) => [id, 5]));
}

async function expectNothingLoaded({ exitCode, stderr }: JobResult, code: number): Promise<void> {
  expect(exitCode, stderr).toBe(code);
  expect(await loaded(shop)).toEqual({
    raw_item_data: [],
    channel_outbox: [],
    sync_missing: [],
    sync_change: [],
  });
}

describe('a connection', () => {
  test('that is refused for ever ends the run as unavailable, with nothing loaded', async () => {
    await repeatedly('refused for ever', '69, nothing loaded', async () => {
      network.mode = 'refuse';
      const result = await shop.run('sync');
      await expectNothingLoaded(result, 69);
      expect(result.report.reason).toContain('cannot reach Bitcram for GET /api/checkouts/index');
      expect(asked('checkouts')).toHaveLength(0);
    });
  });

  test('that is refused at first and then taken loses nothing', async () => {
    await repeatedly('refused at first', 'tried again, all loaded', async () => {
      network.mode = 'refuse';
      shop.env['HTTP_ATTEMPTS'] = '5';
      const job = shop.start('sync');
      // The first attempts come while the program still starts; somewhere among them the network comes back.
      setTimeout(() => (network.mode = 'pass'), 900);
      await expectAllLoaded(await job.done);
    });
  });

  test('that is reset in mid-run is opened again, and nothing is lost or doubled', async () => {
    await repeatedly('reset in mid-run', 'tried again, all loaded', async () => {
      let resets = 0;
      shop.bitcram.intercept(({ endpoint, page, timesAsked }) => {
        if (endpoint === 'checkouts' || page === 1 || timesAsked > 1) return;
        resets += 1;
        network.cut();
      });
      shop.env['HTTP_ATTEMPTS'] = '6';
      await expectAllLoaded(await shop.run('sync'));
      expect(resets).toBeGreaterThan(0);
    });
  });

  test('that is cut in the middle of a body once is asked again', async () => {
    await repeatedly('cut in a body once', 'tried again, all loaded', async () => {
      shop.bitcram.intercept(({ endpoint, page, timesAsked }) => {
        if (endpoint === 'price_list' && page === 2 && timesAsked === 1) network.cutAfterBytes = 1500;
      });
      await expectAllLoaded(await shop.run('sync'));
      const again = shop.bitcram.requests.filter(({ timesAsked }) => timesAsked > 1);
      expect(again.length).toBeGreaterThan(0);
    });
  });

  test('that is cut in the middle of a body every time is given up after HTTP_ATTEMPTS', async () => {
    await repeatedly('cut in a body for ever', '69, nothing loaded', async () => {
      shop.env['HTTP_ATTEMPTS'] = '3';
      shop.env['FETCH_CONCURRENCY'] = '1';
      shop.bitcram.intercept(({ endpoint, page }) => {
        if (endpoint === 'price_list' && page === 2) network.cutAfterBytes = 1500;
      });
      const result = await shop.run('sync');
      await expectNothingLoaded(result, 69);
      expect(asked('price_list', 2)).toHaveLength(3);
    });
  });

  test('whose body trickles ends within HTTP_TIMEOUT_MS times HTTP_ATTEMPTS', async () => {
    await repeatedly('trickling body', '69 in bounded time', async () => {
      shop.env['HTTP_TIMEOUT_MS'] = '700';
      network.mode = 'trickle';
      const result = await shop.run('sync');
      await expectNothingLoaded(result, 69);
      expect(result.report.reason).toContain('within 700 ms');
      expect(result.report.duration_ms).toBeLessThan(2 * 700 + 1500);
    });
  });

  test('that hangs without a word ends within HTTP_TIMEOUT_MS times HTTP_ATTEMPTS', async () => {
    await repeatedly('hanging server', '69 in bounded time', async () => {
      shop.env['HTTP_TIMEOUT_MS'] = '700';
      shop.bitcram.intercept(({ endpoint }) => {
        if (endpoint === 'stock_items') network.mode = 'hang';
      });
      const result = await shop.run('sync');
      await expectNothingLoaded(result, 69);
      expect(result.report.reason).toContain('did not answer');
      expect(result.report.duration_ms).toBeLessThan(2 * 700 + 1500);
    });
  });
});

describe('a server that asks for patience', () => {
  const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString();

  const ASKED: [string, number, () => string][] = [
    ['429 in seconds', 429, () => '2'],
    // A date has whole seconds only: of three asked for, two at least are meant.
    ['503 as a date', 503, () => inSeconds(3)],
    ['503 in seconds', 503, () => '2'],
    ['429 as a date', 429, () => inSeconds(3)],
  ];
  test.each(LONG ? ASKED : ASKED.slice(0, 2))(
    'with %s gets it, even beyond the time of a request, and then everything is loaded',
    async (name, status, retryAfter) => {
      await repeatedly(`Retry-After, ${name}`, 'waited as asked, all loaded', async () => {
        shop.env['HTTP_TIMEOUT_MS'] = '900';
        shop.bitcram.intercept(({ endpoint, timesAsked }) =>
          endpoint === 'checkouts' && timesAsked === 1
            ? { status, headers: { 'retry-after': retryAfter() } }
            : undefined,
        );
        await expectAllLoaded(await shop.run('sync'));
        const [first, second] = asked('checkouts');
        expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1990);
      });
    },
  );

  test.each([
    ['in seconds', () => '3600'],
    ['as a date', () => inSeconds(3600)],
  ])('of an hour %s is left at once, and the message says so', async (name, retryAfter) => {
    await repeatedly(`Retry-After of an hour ${name}`, '69 at once', async () => {
      shop.env['HTTP_ATTEMPTS'] = '5';
      shop.bitcram.intercept(() => ({ status: 429, headers: { 'retry-after': retryAfter() } }));
      const result = await shop.run('sync');
      await expectNothingLoaded(result, 69);
      expect(result.report.reason).toMatch(/answers 429 to GET .* asks to wait (3,600|3,599) s/);
      expect(asked('checkouts')).toHaveLength(1);
      expect(result.report.duration_ms).toBeLessThan(3000);
    });
  });

  test('again and again is not waited for without end', async () => {
    await repeatedly('Retry-After for ever', '69 after HTTP_ATTEMPTS', async () => {
      shop.bitcram.intercept(() => ({ status: 503, headers: { 'retry-after': '1' } }));
      const result = await shop.run('sync');
      await expectNothingLoaded(result, 69);
      expect(asked('checkouts')).toHaveLength(2);
      expect(result.report.duration_ms).toBeLessThan(5000);
    });
  });
});

describe('a server that fails', () => {
  test('a few times in a row is asked again, less and less often', async () => {
    await repeatedly('500s in a row', 'tried again, all loaded', async () => {
      shop.env['HTTP_ATTEMPTS'] = '4';
      shop.bitcram.intercept(({ endpoint, timesAsked }) =>
        endpoint === 'checkouts' && timesAsked <= 3 ? json(500, {}) : undefined,
      );
      shop.env['LOG_LEVEL'] = 'debug';
      const result = await shop.run('sync');
      await expectAllLoaded(result);
      // What the job means to wait is held from both sides; how late a busy machine comes to it is not the job's.
      const meant = result.log.flatMap(({ wait_ms: waitMs }) =>
        waitMs === undefined ? [] : [Number(waitMs)],
      );
      const times = asked('checkouts').map(({ at }) => at);
      const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect([meant.length, waits.length]).toEqual([3, 3]);
      for (const [index, wait] of waits.entries()) {
        expect(meant[index]).toBeGreaterThanOrEqual(250 * 2 ** index);
        expect(meant[index]).toBeLessThanOrEqual(500 * 2 ** index);
        expect(wait).toBeGreaterThanOrEqual((meant[index] ?? 0) - 15);
      }
    });
  });

  test('for ever is left after HTTP_ATTEMPTS, and well within their time', async () => {
    await repeatedly('500s for ever', '69, nothing loaded', async () => {
      shop.bitcram.intercept(({ endpoint }) => (endpoint === 'price_list' ? json(502, {}) : undefined));
      const result = await shop.run('sync');
      await expectNothingLoaded(result, 69);
      expect(asked('price_list', 1)).toHaveLength(2);
      expect(result.report.duration_ms).toBeLessThan(4000);
    });
  });

  test('however often it may be asked, the time for all of it has an end', async () => {
    await repeatedly('hanging, many attempts', '69 in bounded time', async () => {
      Object.assign(shop.env, { HTTP_ATTEMPTS: '10', HTTP_TIMEOUT_MS: '200' });
      network.mode = 'hang';
      const result = await shop.run('sync');
      await expectNothingLoaded(result, 69);
      // Ten tries with all their growing pauses would take half a minute and more.
      expect(result.report.duration_ms).toBeLessThan(10 * 200 + 4000);
    });
  });
});

describe('a token given by hand', () => {
  test('that ends in mid-run ends the run with what to do, and nothing loaded', async () => {
    await repeatedly('401 in mid-run', '78, nothing loaded', async () => {
      shop.bitcram.intercept(({ endpoint, page }) =>
        endpoint === 'price_list' && page === 3 ? json(401, { error: 'expired' }) : undefined,
      );
      const result = await shop.run('sync');
      await expectNothingLoaded(result, 78);
      expect(result.report.reason).toMatch(/refuses the token \(401 to GET .*\); .*log in again/);
      expect(asked('price_list', 3)).toHaveLength(1);
    });
  });

  describe('where a redirect leads elsewhere', () => {
    let elsewhere: Server;
    const heard: (string | undefined)[] = [];
    beforeAll(async () => {
      elsewhere = await serve(async (req, res) => {
        heard.push(req.headers.authorization);
        send(res, json(200, { items: [] }));
      }, 0);
    });
    afterAll(() => elsewhere.close());

    test.each(LONG ? [301, 302, 303, 307, 308] : [301, 307])(
      'by %i in mid-run never arrives there',
      async (status) => {
        await repeatedly(`redirect by ${status}`, '78, no token elsewhere', async () => {
          shop.bitcram.intercept(({ endpoint, page }) =>
            endpoint === 'price_list' && page === 2
              ? { status, headers: { location: `${elsewhere.url}/api` } }
              : undefined,
          );
          const result = await shop.run('sync');
          await expectNothingLoaded(result, 78);
          expect(result.report.reason).toContain(`a redirect (${status})`);
          expect(heard).toEqual([]);
        });
      },
    );
  });
});
