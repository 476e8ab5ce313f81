import { createGzip } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { LONG, noteFault } from '../support/fault-table.ts';
import { goods, loaded, offer } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const shop = await clearedShop({ NOTIFY: 'off' });

function note(fault: string, outcome: string): void {
  noteFault({ fault: `hostile: ${fault}`, tried: 1, outcome, lost: 0, appliedTwice: 0 });
}

describe('an answer without end', () => {
  const LIMIT_MB = 8;
  const CHUNK = Buffer.alloc(64 * 1024, ' ');

  /** Writes for as long as somebody reads; returns how much that was. */
  function pour(target: NodeJS.WritableStream, open: () => boolean): () => number {
    let written = 0;
    const more = (): void => {
      while (open()) {
        written += CHUNK.length;
        // The zipper of a bomb is far faster than the wire: two gigabytes are enough to show that nobody holds them.
        if (written > 2 * 1024 ** 3) return void target.end();
        if (!target.write(CHUNK)) return void target.once('drain', more);
      }
    };
    more();
    return () => written;
  }

  const bombs: Record<string, (res: ServerResponse) => void> = {
    'that goes on and on': (res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.write('{"items":[');
      pour(res, () => !res.destroyed);
    },
    'that unzips to gigabytes': (res) => {
      res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      const zipper = createGzip();
      zipper.on('error', () => undefined);
      zipper.pipe(res);
      res.on('close', () => zipper.destroy());
      zipper.write('{"items":[');
      pour(zipper, () => !res.destroyed && !zipper.destroyed);
    },
    'that announces two gigabytes': (res) => {
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 * 1024 ** 3 });
      res.write('{"items":[');
      pour(res, () => !res.destroyed);
    },
    'with a status that is retried': (res) => {
      res.writeHead(500, { 'content-type': 'application/json' });
      pour(res, () => !res.destroyed);
    },
    'with a status that is none of these': (res) => {
      res.writeHead(418, { 'content-type': 'application/json' });
      pour(res, () => !res.destroyed);
    },
  };

  test.each(Object.entries(bombs).slice(0, LONG ? undefined : 2))(
    '%s meets MAX_RESPONSE_MB, not the end of memory',
    async (what, bomb) => {
      Object.assign(shop.env, { MAX_RESPONSE_MB: String(LIMIT_MB), HTTP_TIMEOUT_MS: '10000' });
      offer(shop, goods(3));
      shop.bitcram.intercept(({ endpoint }) =>
        endpoint === 'price_list' ? (_req, res) => bomb(res) : undefined,
      );
      const { exitCode, report, stderr } = await shop.run('sync');
      expect(exitCode, stderr).toBe(what.includes('retried') ? 69 : 65);
      if (exitCode === 65) expect(report.reason).toMatch(/with more than 8 MB; .*MAX_RESPONSE_MB/);
      expect(report.peak_rss_mb).toBeLessThan(200);
      expect(report.duration_ms).toBeLessThan(10_000);
      expect(await loaded(shop)).toEqual({
        raw_item_data: [],
        channel_outbox: [],
        sync_missing: [],
        sync_change: [],
      });
      note(`an answer ${what}`, `${exitCode}, ${report.peak_rss_mb} MB`);
    },
  );

  test('in both lists at once fits into what a job is deployed with, whatever the default limit allows', async () => {
    offer(shop, goods(3));
    shop.bitcram.intercept(({ endpoint }) =>
      endpoint === 'checkouts' ? undefined : (_req, res) => bombs['that goes on and on']?.(res),
    );
    const { exitCode, report, stderr } = await shop.run('sync');
    expect(exitCode, stderr).toBe(65);
    expect(report.reason).toMatch(/with more than \d+ MB; .*MAX_RESPONSE_MB/);
    expect(report.peak_rss_mb).toBeLessThan(512);
    note('an answer without end in both lists', `${exitCode}, ${report.peak_rss_mb} MB`);
  });

  test('that a receiver gives to a webhook holds up nothing', async () => {
    Object.assign(shop.env, { NOTIFY: 'on', NOTIFY_TIMEOUT_MS: '2000' });
    offer(shop, goods(3));
    shop.publications.intercept(() => (_req, res) => {
      res.writeHead(200);
      pour(res, () => !res.destroyed);
    });
    const { report } = await shop.run('sync');
    expect(report).toMatchObject({ inserted: 3, owed: 3 });
    expect(report.phases_ms['webhooks']).toBeLessThan(4000);
    expect(report.peak_rss_mb).toBeLessThan(200);
  });
});

describe('JSON', () => {
  const DEEP = 1_000_000;
  const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const answer = (body: string) =>
    shop.bitcram.intercept(({ endpoint }) => (endpoint === 'price_list' ? { status: 200, body } : undefined));

  const UNREADABLE: [string, string][] = [
    ['is an error of a million levels', `{"error":${deep(DEEP)}}`],
    ['is a list of a million nothings', `{"items":[${'null,'.repeat(DEEP)}`],
    ['is nothing but depth', deep(DEEP)],
    ['has its items a million levels down', `{"data":${deep(DEEP)}}`],
    ['is a million brackets that never close', '['.repeat(DEEP)],
    ['is a million objects that never close', '{"a":'.repeat(DEEP)],
  ];
  test.each(LONG ? UNREADABLE : UNREADABLE.slice(0, 2))(
    'that %s is unreadable, and no bug of ours',
    async (what, body) => {
      answer(body);
      const { exitCode, report, stderr } = await shop.run('sync');
      expect(exitCode, stderr.slice(0, 2000)).toBe(65);
      expect(report.reason?.length).toBeLessThan(500);
      note(`JSON that ${what}`, '65');
    },
  );

  test('with items of a million levels quarantines these and loads the others, in either list', async () => {
    const twice = `{"product_id":503,"price":1,"x":${deep(DEEP)}}`;
    const stockTwice = `{"product_id":40,"product_balance":4,"x":${deep(DEEP)}}`;
    offer(
      shop,
      goods(40),
      ...(
        [
          `{"product_id":501,"price":1,"x":${deep(DEEP)}}`,
          `{"product_id":502,"price":${deep(DEEP)}}`,
        ] as const
      ).map((text) => Buffer.from(text)),
      Buffer.from(twice),
      Buffer.from(twice),
      Buffer.from(deep(DEEP)),
    );
    shop.bitcram.setStock([
      ...goods(39).map(({ id }) => ({ product_id: id, product_balance: 5 })),
      Buffer.from(stockTwice),
      Buffer.from(stockTwice),
    ]);
    shop.env['QUARANTINE_MAX_PERCENT'] = '100';
    const { exitCode, report, stderr } = await shop.run('sync');
    expect(exitCode, stderr.slice(0, 2000)).toBe(0);
    const { inserted, quarantined, duplicates } = report;
    expect(inserted + quarantined + duplicates).toBe(45);
    expect(inserted).toBeGreaterThanOrEqual(39);
    const [longest] = await shop.schema.query<{ n: number }>(
      'SELECT MAX(CHAR_LENGTH(raw)) AS n FROM sync_quarantine',
    );
    expect(longest?.n).toBeLessThan(17_000);
    note('items of a million levels', 'in quarantine, the others loaded');
  });

  test('with a string of megabytes is stored as it is, or quarantined where the server takes no such packet', async () => {
    const [server] = await shop.schema.query<{ packet: number }>('SELECT @@max_allowed_packet AS packet');
    const takesFive = (server?.packet ?? 0) / 4 > 5_100_000;
    const three = 'ñ'.repeat(1_500_000);
    const five = 'ñ'.repeat(2_500_000);
    offer(shop, goods(3), { product_id: 4, price: 1, text: three }, { product_id: 5, price: 1, text: five });
    const { exitCode, report, stderr } = await shop.run('sync');
    expect(exitCode, stderr.slice(0, 2000)).toBe(0);
    expect(report).toMatchObject(
      takesFive ? { inserted: 5, quarantined: 0 } : { inserted: 4, quarantined: 1 },
    );
    const textOf = new Map((await shop.rows()).map(({ id, data }) => [id, data?.['text']]));
    expect(textOf.get(4) === three).toBe(true);
    expect(textOf.get(5) === (takesFive ? five : undefined)).toBe(true);
    expect(report.peak_rss_mb).toBeLessThan(400);
    note('strings of megabytes', 'stored as they are, or in quarantine');
  });

  test('with names that mean something to a program means nothing to this one', async () => {
    const body =
      '{"__proto__":{"items":[{"product_id":66}],"total":1},"constructor":{"prototype":{"error":"x"}},"items":[' +
      [
        '{"product_id":1,"price":1,"__proto__":{"price":2,"product_id":9,"polluted":true},"constructor":{"name":"x"}}',
        '{"product_id":2,"price":2,"toString":null,"hasOwnProperty":1,"valueOf":{},"then":"y","toJSON":"z"}',
        '{"__proto__":{"product_id":3,"price":3}}',
        '{"product_id":4,"constructor":null,"prototype":[],"length":-1}',
      ].join(',') +
      ']}';
    shop.bitcram.paging.style = 'whole';
    answer(body);
    const { exitCode, report, stderr } = await shop.run('sync');
    expect(exitCode, stderr).toBe(0);
    expect(report).toMatchObject({ inserted: 3, quarantined: 1 });
    const texts = await shop.schema.query<{ id: number; data: string }>(
      'SELECT id, data FROM raw_item_data ORDER BY id',
    );
    const members = texts.map(({ id, data }) => [id, Object.keys(JSON.parse(data) as object).toSorted()]);
    expect(members).toEqual([
      [1, ['__proto__', 'constructor', 'price']],
      [2, ['hasOwnProperty', 'price', 'then', 'toJSON', 'toString', 'valueOf']],
      [4, ['constructor', 'length', 'prototype']],
    ]);
    expect((await shop.run('sync', '--compare', 'deep')).report).toMatchObject({ unchanged: 3, updated: 0 });
    note('__proto__ and constructor', 'data like any other');
  });

  test('with a member twice means its last one, everywhere alike', async () => {
    shop.bitcram.setCatalogue(['{"product_id":7,"price":1,"name":"a","product_id":8,"price":2,"name":"b"}']);
    shop.bitcram.setStock(['{"product_id":8,"product_balance":1,"product_balance":3}']);
    expect((await shop.run('sync')).report).toMatchObject({ inserted: 1, quarantined: 0 });
    expect(await shop.rows()).toMatchObject([{ id: 8, stock: 3, data: { price: 2, name: 'b' } }]);
    expect((await shop.run('sync', '--compare', 'deep')).report).toMatchObject({ unchanged: 1 });
  });

  test('with numbers beyond all measure quarantines what cannot be kept and keeps every digit of the rest', async () => {
    shop.env['QUARANTINE_MAX_PERCENT'] = '100';
    offer(
      shop,
      [],
      ...[
        '{"product_id":1,"price":1e400}',
        '{"product_id":2,"price":1,"weight":-1e400}',
        '{"product_id":1e400,"price":1}',
        '{"product_id":12345678901234567890,"price":1}',
        '{"product_id":3,"price":12345678901234567890}',
        '{"product_id":4,"price":1,"code":12345678901234567890,"ratio":0.12345678901234567890}',
        '{"product_id":5,"price":1e-400}',
        '{"product_id":6,"price":1.7976931348623157e308}',
        '{"product_id":-7,"price":1}',
        '{"product_id":8.5,"price":1}',
      ].map((text) => Buffer.from(text)),
    );
    shop.bitcram.setStock([
      Buffer.from('{"product_id":3,"product_balance":1e400}'),
      Buffer.from('{"product_id":4,"product_balance":3}'),
    ]);
    const { exitCode, report, stderr } = await shop.run('sync');
    expect(exitCode, stderr).toBe(0);
    const rows = await shop.schema.query<{ id: number; data: string }>(
      'SELECT id, data FROM raw_item_data ORDER BY id',
    );
    expect(rows.map(({ id }) => id)).toEqual([4, 5, 6]);
    expect(report).toMatchObject({ fetched: 10, inserted: 3, quarantined: 7 });
    expect(rows[0]?.data).toContain('12345678901234567890');
    expect((await shop.run('sync', '--compare', 'deep')).report).toMatchObject({ unchanged: 3, updated: 0 });
    note('numbers beyond all measure', 'in quarantine, or every digit kept');
  });

  test('with thousands of members in an item is stored and compared in reasonable time', async () => {
    const members = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, index]));
    offer(shop, goods(3), { product_id: 4, price: 1, ...members });
    const first = await shop.run('sync', '--compare', 'deep');
    expect(first.exitCode, first.stderr.slice(0, 2000)).toBe(0);
    expect((await shop.rows()).find(({ id }) => id === 4)?.data).toEqual({ price: 1, ...members });
    const second = await shop.run('sync', '--compare', 'deep');
    expect(second.report).toMatchObject({ unchanged: 4, updated: 0 });
    expect(second.report.duration_ms).toBeLessThan(5000);
    note('thousands of members', 'stored and found unchanged');
  });
});
