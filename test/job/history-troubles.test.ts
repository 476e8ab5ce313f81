import { beforeEach, expect, test } from 'vitest';
import { changed, goods, offer, seed, without } from '../support/goods.ts';
import { freshShop } from '../support/test-shop.ts';

const ALL = goods(12);

const shop = freshShop();
beforeEach(() => {
  Object.assign(shop.env, { NOTIFY_ATTEMPTS: '1', MISSING_RUNS: '2', TZ: 'America/Argentina/Buenos_Aires' });
});

/** Without the times, which are those of the run. */
async function told(id: number, ...flags: string[]): Promise<string[]> {
  const { stdout, stderr, exitCode } = await shop.run('history', String(id), ...flags);
  expect(exitCode, stderr).toBe(0);
  return stdout.split('\n').map((line) => line.replaceAll(/20\d\d-\d\d-\d\d \d\d:\d\d/g, 'THEN'));
}

async function inJson(id: number): Promise<Record<string, unknown>> {
  return JSON.parse((await shop.run('history', String(id), '--json')).stdout) as Record<string, unknown>;
}

const AT = expect.stringMatching(/^20\d\d-/) as unknown;

test('a product that is well has no trouble', async () => {
  await seed(shop, ALL);
  expect(await told(1)).toEqual([
    expect.stringMatching(/^Product 1, /),
    expect.stringMatching(/^(?:No change|Neither its price) /),
    expect.stringMatching(/^Times of /),
    '',
  ]);
  expect(await inJson(1)).toMatchObject({ pending: [], dead: [], quarantine: [], missing: null });
});

test('what a channel has not been told is said with since when, and what it refused with its answer', async () => {
  await seed(shop, ALL);
  offer(
    shop,
    changed(ALL, ({ id }) => (id < 3 ? { price: 7 } : undefined)),
  );
  await shop.run('sync', '--no-notify');
  await shop.schema.query(`UPDATE channel_outbox SET owed_at = '2026-11-22 15:15:00'`);
  expect((await told(1))[1]).toBe('To be sent to Mercado Libre since THEN.');
  expect((await shop.run('history', '1', '--lang', 'es')).stdout).toContain(
    '\nSin enviar a Mercado Libre desde el 2026-11-22 12:15.\n',
  );
  expect(await inJson(1)).toMatchObject({
    pending: [{ channel: 'publications', since: '2026-11-22 15:15:00.000', attempts: 0, last_error: null }],
    dead: [],
  });

  shop.publications.intercept(({ itemId }) =>
    itemId === 1 ? { status: 422, body: 'no \u001b[31m' } : undefined,
  );
  await shop.run('notify');
  const [, dead = ''] = await told(1);
  expect(dead).toMatch(/^Mercado Libre refused it 1 time, and it is not sent again since THEN: .*422/);
  expect(dead).toMatch(/`npm run job -- dead retry 1` sends it again\.$/);
  expect(dead).not.toContain('\u001b');
  expect((await told(1, '--lang', 'es'))[1]).toMatch(/^Mercado Libre lo rechazó 1 vez, .*dead retry 1`/);
  expect(await inJson(1)).toMatchObject({
    pending: [],
    dead: [
      {
        channel: 'publications',
        attempts: 1,
        last_error: expect.stringContaining('422') as unknown,
        dead_at: AT,
      },
    ],
  });
  expect((await told(2))[1]).not.toContain('Mercado Libre');
});

test('a product in quarantine shows the bad value and where to correct it, also one that was never loaded', async () => {
  await seed(shop, ALL);
  offer(
    shop,
    without(ALL, 5),
    { product_id: 5, product_name: 'Fideos', price: '1.234,56' },
    {
      product_id: 77,
      product_name: 'Yerba',
      price: 'caro',
    },
  );
  Object.assign(shop.env, { MAX_QUARANTINE_PERCENT: '50' });
  await shop.run('sync');
  expect((await told(5))[1]).toBe(
    'In quarantine since THEN. The program cannot read the price "1.234,56". Write it as 1234.56, with a point and no thousands separator, in the price list of Bitcram: product 5, Producto 5. Until then the last good price stands, if there was one.',
  );
  expect((await told(77)).slice(0, 2)).toEqual([
    'Product 77 has no row any more',
    'In quarantine since THEN. The program cannot read the price "caro". Write it as 1234.56, with a point and no thousands separator, in the price list of Bitcram: product 77, Yerba. Until then the last good price stands, if there was one.',
  ]);
  expect((await told(5, '--lang', 'es'))[1]).toMatch(
    /^Para corregir desde el THEN\. El programa no puede leer el precio "1\.234,56"\. Escribilo como 1234\.56, con punto .*, en la lista de precios de Bitcram: producto 5, /,
  );
  expect(await inJson(5)).toMatchObject({
    quarantine: [
      {
        list: 'price_list',
        reason: 'bad_price',
        member: 'price',
        value: '1.234,56',
        runs: 1,
        first_seen_at: AT,
      },
    ],
  });
});

test('a product that is missing is said to be, and when it was taken off sale', async () => {
  await seed(shop, ALL);
  offer(shop, without(ALL, 4));
  await shop.run('sync');
  expect((await told(4))[1]).toBe('Missing from the price list since THEN, 1 run in a row.');
  expect(await inJson(4)).toMatchObject({ missing: { since: AT, runs: 1, retired_at: null } });
  await shop.run('sync');
  expect((await told(4))[1]).toMatch(
    /^Missing from the price list since THEN, .*; taken off sale at THEN\.$/,
  );
  expect((await told(4, '--lang', 'es'))[1]).toMatch(/^Falta en la lista .*; dado de baja el THEN\.$/);
  expect(await inJson(4)).toMatchObject({ missing: { retired_at: AT } });
});
