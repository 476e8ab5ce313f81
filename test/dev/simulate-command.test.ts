import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { WrongFlag } from '../../dev/simulate/flag-values.ts';
import { readFlags } from '../../dev/simulate/flags.ts';

const COMMAND = fileURLToPath(new URL('../../dev/simulate/main.ts', import.meta.url));

test.each([
  [['--paging', 'sideways'], '--paging takes one of totals, silent, capped, whole'],
  [['--port', '99999'], '--port takes a whole number from 0 to 65535'],
  [['--latency-ms', '1.5'], '--latency-ms takes a whole number'],
  [['--date', '2020-04-14'], '--date takes one of 2020-04-13'],
  [['--date', '2020-04-13', '--products', '5'], 'give one of them'],
  [['--secret', 'two words'], '--secret takes letters'],
  [['--forgets', '101'], '--forgets takes a whole number from 0 to 100'],
  [['--speed'], "Unknown option '--speed'; --help"],
  [['fast'], "Unexpected argument 'fast'"],
  [['--orders', '5'], '--orders is for a shop in Shopify: give --shopify too'],
  [['--shopify', '--fails', 'sideways=5'], '--fails takes one of stale, concurrent'],
  [['--shopify', '--lacks', 'write_orders'], '--lacks takes one of read_products'],
  [['--shopify', '--fails', 'stale=101'], '--fails takes a whole number from 0 to 100'],
  [['--sales', '5'], '--sales is for a till: give --till too'],
  [['--till', 'https://shop.example'], '--till takes the URL of a RabbitMQ'],
  [['--meli-odd', '5'], '--meli-odd is for an account in Mercado Libre: give --mercado-libre too'],
  [['--mercado-libre', '--meli-fails', 'stale=5'], '--meli-fails takes one of conflict, locked'],
  [['--mercado-libre', '--meli-lacks', 'price'], '--meli-lacks takes one of read, write, orders'],
])('%j is wrong usage', (args, complaint) => {
  expect(() => readFlags(args)).toThrow(WrongFlag);
  expect(() => readFlags(args)).toThrow(complaint);
});

test('wrong usage ends the command with 64 and one line', async () => {
  const { code, stderr } = await run(['--speed']).ended;
  expect(code).toBe(64);
  expect(stderr).toMatch(/^simulate: .*\n$/);
});

test('--help tells the flags on stdout', async () => {
  const { code, stdout } = await run(['--help']).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('--publications-port');
});

test('it serves where its environment lines say, until it is interrupted', async () => {
  const flags = ['--port', '0', '--publications-port', '0', '--products', '12', '--checkout', '5'];
  const simulator = run([...flags, '--token', 'abc']);
  const environment = readEnvironment(await simulator.firstOutput);
  expect([...environment.keys()]).toEqual([
    'URL_BITCRAM',
    'BITCRAM_TOKEN',
    'CHECKOUT',
    'URL_PUBLICATIONS',
    'SECRET_PUBLICATIONS',
  ]);
  expect(environment.get('CHECKOUT')).toBe('5');

  const headers = { authorization: `Bearer ${environment.get('BITCRAM_TOKEN') ?? ''}` };
  const answer = await fetch(`${environment.get('URL_BITCRAM') ?? ''}/api/checkouts/index/1005/price_list`, {
    headers,
  });
  expect(await answer.json()).toMatchObject({ total: 12 });
  await expect.poll(simulator.stderr, { timeout: 20_000 }).toContain('Bitcram: 1 requests');

  simulator.interrupt();
  expect((await simulator.ended).code).toBe(0);
});

test('the rules of a shop in Shopify are set by flags', () => {
  const flags = [
    '--partial',
    '--points',
    '50',
    '--lacks',
    'read_orders',
    '--fails',
    'late=5',
    '--fails-ms',
    '70',
  ];
  expect(readFlags(['--shopify', ...flags])?.shopify).toMatchObject({
    failsWhole: false,
    pointsPerSecond: 50,
    scopes: ['read_products', 'write_inventory', 'read_locations'],
    faults: [{ fault: 'late', percent: 5, delayMs: 70 }],
  });
});

test('with --shopify there is a shop with the same products, in which customers buy', async () => {
  const ports = ['--port', '0', '--publications-port', '0', '--shopify-port', '0'];
  const trade = ['--orders', '1200', '--cancels', '20', '--fails', 'internal=50'];
  const simulator = run(['--shopify', '--products', '12', '--odd', '0', ...ports, ...trade]);
  const environment = readEnvironment(await simulator.firstOutput);
  expect([...environment.keys()].slice(5)).toEqual([
    ...['SHOPIFY', 'SHOPIFY_URL', 'SHOPIFY_TOKEN', 'SHOPIFY_LOCATION_ID'],
    ...['SALES_IN_SOURCE', 'MARKETPLACE_ORDERS_IN_SOURCE'],
  ]);
  const ask = async (): Promise<unknown> => {
    const answer = await fetch(`${environment.get('SHOPIFY_URL') ?? ''}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      headers: { 'x-shopify-access-token': environment.get('SHOPIFY_TOKEN') ?? '' },
      body: JSON.stringify({ query: '{ productVariants(first: 250) { nodes { sku } } }' }),
    });
    return answer.json();
  };
  await expect.poll(ask).toMatchObject({ errors: [{ message: 'Internal error' }] });
  await expect.poll(ask).toHaveProperty('data.productVariants.nodes.length', 12);
  await expect
    .poll(simulator.stderr, { timeout: 20_000 })
    .toMatch(/Shopify: \d+ requests, 0 of them writes, \d+ orders/);
  simulator.interrupt();
  expect((await simulator.ended).code).toBe(0);
});

function readEnvironment(text: string): Map<string, string> {
  const lines = text.trim().split('\n');
  return new Map(lines.map((line) => [line.replace(/=.*/, ''), line.replace(/^\w+=/, '')]));
}

function run(args: readonly string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return {
    stderr: () => stderr,
    firstOutput: once(child.stdout, 'data').then(() => stdout),
    interrupt: () => child.kill('SIGINT'),
    ended: once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr })),
  };
}

test('with --mercado-libre there is an account with the same products, in which customers buy', async () => {
  const ports = ['--port', '0', '--publications-port', '0', '--meli-port', '0'];
  const trade = ['--meli-orders', '1200', '--meli-cancels', '20', '--meli-variations', '50'];
  const simulator = run(['--mercado-libre', '--products', '12', ...ports, ...trade]);
  const environment = readEnvironment(await simulator.firstOutput);
  expect([...environment.keys()].slice(5)).toEqual([
    ...['MELI', 'NOTIFY', 'MELI_URL', 'MELI_TOKEN'],
    ...['SALES_IN_SOURCE', 'MARKETPLACE_ORDERS_IN_SOURCE'],
  ]);
  const headers = { authorization: `Bearer ${environment.get('MELI_TOKEN') ?? ''}` };
  const answer = await fetch(`${environment.get('MELI_URL') ?? ''}/users/me`, { headers });
  expect(await answer.json()).toMatchObject({ site_id: 'MLA' });
  await expect.poll(simulator.stderr, { timeout: 20_000 }).toMatch(/Mercado Libre: .* [1-9]\d* orders/);
  simulator.interrupt();
  expect((await simulator.ended).code).toBe(0);
});
