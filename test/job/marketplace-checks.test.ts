import { expect, test } from 'vitest';
import { runJob } from '../support/job.ts';
import { listIn } from '../support/selling.ts';
import { connectTo } from '../support/session.ts';
import { shopifyBeforeEach, shopifyEnv } from '../support/shopify.ts';
import { freshShop } from '../support/test-shop.ts';

interface Finding {
  check: string;
  ok: boolean;
  exit_code: number | null;
  detail: string;
  hint: string | null;
}

const shopify = shopifyBeforeEach();
const shop = freshShop();

async function look(args: readonly string[], differing: Record<string, string> = {}) {
  const selling = { NOTIFY: 'off', SALES_IN_SOURCE: 'yes', MARKETPLACE_ORDERS_IN_SOURCE: 'no' };
  const env = { ...shop.env, ...shopifyEnv(shopify.simulator), ...selling, ...differing };
  const { exitCode, stdout } = await runJob([...args, '--json'], env);
  const findings = JSON.parse(stdout) as Finding[];
  const said = findings.map(({ check, exit_code: code, detail }) => `${check} ${code} ${detail}`);
  return { exitCode, findings, said };
}

/** Two listings, of which a product is known of one. */
async function listSome(): Promise<void> {
  const session = await connectTo(shop.schema);
  const { schema } = shop;
  await listIn({ schema, session }, shopify.simulator, { listingId: 1, itemId: 1, stock: 4 });
  await session.close();
  await schema.query(`INSERT INTO channel_listing (id, channel, remote_id) VALUES (2, 'shopify', '7')`);
}

test('doctor says of a marketplace whether it is complete, lets the job in, and what is known of its listings', async () => {
  const unpulled = await look(['doctor']);
  expect(unpulled.exitCode).toBe(0);
  expect(unpulled.findings.map(({ check }) => check)).toEqual([
    'configuration: source',
    'configuration: database',
    'configuration: load',
    'configuration: publications',
    'configuration: selling',
    'configuration: shopify',
    'configuration: run',
    'configuration: log',
    'token',
    'Bitcram and checkout',
    'database: log-in and version',
    'database: migrations',
    'database: raw_item_data',
    'database: rights',
    'procedures',
    'publications service',
    'Shopify: token',
    'Shopify: scopes',
    'Shopify: location',
    'Shopify: listings',
    'last whole run',
  ]);
  const listings = ({ said }: typeof unpulled) => said.find((line) => line.startsWith('Shopify: listings'));
  expect(listings(unpulled)).toBe(
    'Shopify: listings 0 no listing is pulled: run `npm run job -- listings pull`',
  );
  await listSome();
  expect(listings(await look(['doctor']))).toBe(
    'Shopify: listings 0 2 listings, 1 with a product; 1 pending, 0 given up; only those that were ordered are known: run `npm run job -- listings pull`',
  );
  await shop.schema.query(`UPDATE channel_listing SET status = 'active'`);
  expect(listings(await look(['doctor']))).toBe(
    'Shopify: listings 0 2 listings, 1 with a product; 1 pending, 0 given up',
  );
});

test('doctor says nothing of a marketplace that is off, and what is missing where one is on', async () => {
  const { findings } = await look(['doctor'], { SHOPIFY: '' });
  expect(findings.filter(({ check }) => /selling|shopify/i.test(check))).toEqual([]);
  const incomplete = await look(['doctor'], { SALES_IN_SOURCE: '', SHOPIFY_LOCATION_ID: '' });
  expect(incomplete.exitCode).toBe(78);
  const failed = incomplete.findings.filter(({ ok, exit_code: code }) => !ok && code !== null);
  expect(failed.map(({ check }) => check)).toEqual(['configuration: selling', 'configuration: shopify']);
  expect(failed[0]?.detail).toContain('SALES_IN_SOURCE is missing');
});

test('channels test tries a marketplace and writes nothing', async () => {
  await listSome();
  await shop.schema.query(`UPDATE channel_listing SET status = 'active'`);
  const { exitCode, said } = await look(['channels', 'test', 'shopify']);
  expect(exitCode).toBe(0);
  expect(said).toEqual([
    'configuration: database 0 complete',
    'configuration: selling 0 complete',
    'configuration: shopify 0 complete',
    expect.stringMatching(/^database: log-in and version 0 /),
    expect.stringMatching(/^database: migrations 0 /),
    `Shopify: token 0 ${shopify.simulator.url} accepts it (API 2026-10)`,
    'Shopify: scopes 0 read_products, read_inventory, write_inventory, read_orders',
    'Shopify: location 0 Depósito central',
    expect.stringMatching(/^Shopify: answer 0 \d+ ms$/),
    'Shopify: listings 0 2 listings, 1 with a product; 1 pending, 0 given up',
  ]);
  expect(new Set(shopify.simulator.requests.map(({ operation }) => operation))).toEqual(
    new Set(['Scopes', 'Location']),
  );
});

test('channels test names what a marketplace refuses, and how one is switched on', async () => {
  const refused = await look(['channels', 'test', 'shopify'], { SHOPIFY_TOKEN: 'shpat_other' });
  expect(refused.exitCode).toBe(78);
  expect(refused.said).toContain('Shopify: token 78 Shopify refuses the token (401)');
  const off = await look(['channels', 'test', 'shopify'], { SHOPIFY: 'off' });
  expect({ exitCode: off.exitCode, last: off.findings.at(-1) }).toMatchObject({
    exitCode: 78,
    last: { check: 'Shopify', detail: 'Shopify is switched off', hint: 'set SHOPIFY=on' },
  });
});

test('channels test asks the publications service whether it is there, and sends no webhook', async () => {
  const { exitCode, findings } = await look(['channels', 'test', 'publications'], {
    NOTIFY: 'on',
    SHOPIFY: '',
  });
  expect({ exitCode, last: findings.at(-1)?.check }).toEqual({ exitCode: 0, last: 'publications service' });
  expect(shop.publications.received()).toEqual([]);
});
