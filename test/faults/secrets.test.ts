import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SIMULATED_TOKEN } from '../../dev/simulate/bitcram.ts';
import { json } from '../../dev/simulate/server.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { changed, everything, goods, offer } from '../support/goods.ts';
import { runJob, startJob } from '../support/job.ts';
import {
  TOKEN,
  SECRET,
  PASSWORD,
  WRONG_PASSWORD,
  SPELLINGS,
  inHtml,
  inJsonTwice,
  expectNoSecret,
} from '../support/markers.ts';
import { clear } from '../support/shelves.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let env: Record<string, string>;
const user = `t_${randomBytes(5).toString('hex')}`;
beforeAll(async () => {
  shop = await openShop();
  await shop.schema.query(`CREATE USER '${user}'@'%' IDENTIFIED BY ?`, [PASSWORD]);
  await shop.schema.query(`GRANT ALL ON ${shop.schema.name}.* TO '${user}'@'%'`);
  shop.bitcram.tokens.add(TOKEN);
  shop.publications.secret = SECRET;
  env = {
    ...shop.env,
    USER_DB: user,
    PASSWORD_DB: PASSWORD,
    BITCRAM_TOKEN: TOKEN,
    SECRET_PUBLICATIONS: SECRET,
    HTTP_ATTEMPTS: '1',
    LOG_LEVEL: 'trace',
  };
});
afterAll(async () => {
  await shop.schema.query(`DROP USER IF EXISTS '${user}'@'%'`);
  await shop.close();
});
beforeEach(async () => {
  await clear(shop, env);
  offer(shop, goods(12));
});

/** Runs a command and searches all that it printed and all that stands in any table afterwards. */
async function runAndSearch(args: readonly string[], exitCode: number): Promise<string> {
  const result = await runJob(args, shop.env);
  const printed = result.stdout + result.stderr;
  expect(result.exitCode, printed).toBe(exitCode);
  expectNoSecret(printed, args.join(' '));
  for (const [name, rows] of Object.entries(await everything(shop))) {
    for (const row of rows) expectNoSecret(Object.values(row).map(String).join('\n'), `table ${name}`);
  }
  return printed;
}

const READERS: readonly (readonly string[])[] = [
  ['runs'],
  ['runs', '--json'],
  ['quarantine'],
  ['quarantine', '--json'],
  ['discover'],
  ['discover', '--json'],
];

interface Fault {
  name: string;
  arrange: () => void;
  args?: readonly string[];
  exitCode: number;
  /** In what was printed, to show that the fault was met. */
  says: string;
}

/** What a server says that quotes the request's own header, in every spelling that can stand in an answer of its own or in an item. */
const ECHO = (secret: string): string =>
  SPELLINGS.filter((spell) => spell !== inJsonTwice)
    .map((spell) => `header authorization was Bearer ${spell(secret)}`)
    .join(' ; ');

const echoing = (status: number, body: string, headers = {}) => {
  shop.bitcram.intercept(({ endpoint }) =>
    endpoint === 'price_list' ? { status, body, headers } : undefined,
  );
};

const FAULTS: readonly Fault[] = [
  { name: 'nothing fails', arrange: () => undefined, exitCode: 0, says: '"inserted":12' },
  ...(LONG ? SPELLINGS : [inJsonTwice, encodeURIComponent, inHtml]).map((spell, index): Fault => ({
    name: `Bitcram quotes the header in an error, spelling ${index + 1}`,
    arrange: () => echoing(418, `Your header Bearer ${spell(TOKEN)} is wrong`),
    exitCode: 65,
    says: '418',
  })),
  {
    name: 'Bitcram quotes the header in HTML with 200',
    arrange: () => echoing(200, `<html><h1>Login</h1><pre>Bearer ${inHtml(TOKEN)}</pre></html>`),
    exitCode: 65,
    says: 'no JSON',
  },
  {
    name: 'Bitcram quotes the header in an error inside a 200',
    arrange: () => echoing(200, JSON.stringify({ error: { sent: `Bearer ${TOKEN}` } })),
    exitCode: 65,
    says: 'error inside a 200',
  },
  {
    name: 'Bitcram quotes the header in an answer of another shape',
    arrange: () => echoing(200, JSON.stringify({ header: { sent: `Bearer ${TOKEN}` } })),
    exitCode: 65,
    says: 'without a list of items',
  },
  {
    name: 'Bitcram quotes the header in a 500',
    arrange: () => echoing(500, ECHO(TOKEN), { 'x-echo': encodeURIComponent(TOKEN) }),
    exitCode: 69,
    says: 'answers 500',
  },
  {
    name: 'Bitcram refuses the token and quotes it',
    arrange: () => echoing(401, ECHO(TOKEN), { 'www-authenticate': `Bearer ${encodeURIComponent(TOKEN)}` }),
    exitCode: 78,
    says: 'refuses the token',
  },
  {
    name: 'Bitcram redirects to an address with the token in it',
    arrange: () => echoing(302, '', { location: `http://127.0.0.1:9/?t=${encodeURIComponent(TOKEN)}` }),
    exitCode: 78,
    says: 'a redirect',
  },
  {
    name: 'Bitcram quotes the token in a checkout',
    arrange: () => {
      const items = [{ id: TOKEN, checkout_number: 1, warehouse: null }];
      shop.bitcram.intercept(() => json(200, { items }));
    },
    exitCode: 78,
    says: 'no warehouse',
  },
  {
    name: 'Bitcram is down',
    arrange: () => (shop.env['URL_BITCRAM'] = 'http://127.0.0.1:9'),
    exitCode: 69,
    says: 'ECONNREFUSED',
  },
  {
    name: 'Bitcram hangs',
    arrange: () => {
      shop.env['HTTP_TIMEOUT_MS'] = '300';
      shop.bitcram.intercept(() => () => undefined);
    },
    exitCode: 69,
    says: 'within 300 ms',
  },
  {
    name: 'an item that quotes the token is quarantined',
    arrange: () =>
      offer(
        shop,
        goods(12),
        { product_id: 77, price: '1,5', note: `Bearer ${TOKEN}` },
        { price: 1, note: ECHO(TOKEN), hook: ECHO(SECRET), password: PASSWORD },
        // Where the stored text is cut off, it goes through the token.
        { product_id: 78, price: true, note: `${'y'.repeat(15_950)} ${TOKEN}` },
      ),
    exitCode: 0,
    says: '"quarantined":3',
  },
  {
    name: 'the database refuses the password',
    arrange: () => (shop.env['PASSWORD_DB'] = WRONG_PASSWORD),
    exitCode: 78,
    says: 'Access denied',
  },
  {
    name: 'the database is down',
    arrange: () => (shop.env['PORT_DB'] = '9'),
    exitCode: 69,
    says: 'cannot reach the database',
  },
  {
    name: 'the schema is named after nothing',
    arrange: () => (shop.env['NAME_DB'] = 'no_such_schema'),
    exitCode: 78,
    says: 'no_such_schema',
  },
  {
    name: 'the receiver quotes the secret in a 401',
    arrange: () => shop.publications.intercept(() => ({ status: 401, body: ECHO(SECRET) })),
    exitCode: 78,
    says: 'refuses the secret',
  },
  {
    name: 'the receiver quotes the secret in its 500 to one product',
    arrange: () =>
      shop.publications.intercept(({ itemId }) =>
        itemId === 3
          ? { status: 500, body: ECHO(SECRET), headers: { 'x-echo': encodeURIComponent(SECRET) } }
          : undefined,
      ),
    exitCode: 69,
    says: 'answers 500',
  },
  {
    name: 'the receiver speaks no HTTP and quotes the secret',
    arrange: () =>
      shop.publications.intercept(() => ({ socket }) => {
        socket.end(`${SECRET}\r\n\r\n`);
      }),
    exitCode: 69,
    says: 'cannot reach the publications service',
  },
  {
    name: 'the receiver is down',
    arrange: () => (shop.env['URL_PUBLICATIONS'] = 'http://127.0.0.1:9/hooks'),
    exitCode: 69,
    says: 'still owed',
  },
  {
    name: 'the secret is wrong',
    arrange: () => (shop.env['SECRET_PUBLICATIONS'] = SECRET.slice(0, -1)),
    exitCode: 78,
    says: 'SECRET_PUBLICATIONS',
  },
  {
    name: 'a secret stands in a variable where none belongs',
    arrange: () => {
      shop.env['CHECKOUT'] = TOKEN;
      shop.env['URL_PUBLICATIONS'] = `http://user:${encodeURIComponent(SECRET)}@127.0.0.1/hooks`;
      shop.env['LOG_FORMAT'] = PASSWORD;
    },
    exitCode: 78,
    says: 'CHECKOUT must be',
  },
  {
    name: 'a dry run foretells',
    arrange: () => undefined,
    args: ['sync', '--json', '--dry-run'],
    exitCode: 0,
    says: 'run.finished',
  },
];

test.each(FAULTS.map((fault) => [fault.name, fault] as const))(
  'no secret is printed or stored where %s',
  async (_name, fault) => {
    fault.arrange();
    const printed = await runAndSearch(fault.args ?? ['sync', '--json'], fault.exitCode);
    expect(printed).toContain(fault.says);
    noteFault({
      fault: `secrets: ${fault.name}`,
      tried: 1,
      outcome: 'no secret seen',
      lost: 0,
      appliedTwice: 0,
    });
  },
);

test('where the guard stops the run, and afterwards in everything that the other commands show', async () => {
  await runAndSearch(['sync'], 0);
  offer(
    shop,
    changed(goods(12), () => ({ balance: 0 })),
    { price: 1, note: ECHO(TOKEN) },
  );
  const printed = await runAndSearch(['sync', '--json'], 77);
  const { run_id: runId } = JSON.parse(printed.split('\n')[0] ?? '') as { run_id: string };
  for (const args of [...READERS, ['runs', 'show', runId], ['runs', 'show', runId, '--json']]) {
    await runAndSearch(args, 0);
  }
  shop.env['LOG_FORMAT'] = 'pretty';
  await runAndSearch(['sync'], 77);
});

describe('`doctor`', () => {
  test.each<[string, () => void, number]>([
    ['all is well', () => undefined, 0],
    [
      'Bitcram quotes the header',
      () => shop.bitcram.intercept(() => ({ status: 418, body: ECHO(TOKEN) })),
      65,
    ],
    ['the password is wrong', () => (shop.env['PASSWORD_DB'] = WRONG_PASSWORD), 78],
    ['the token stands in a wrong place', () => (shop.env['URL_BITCRAM'] = `http://x@${TOKEN}`), 78],
    [
      'the token comes back as the name of a warehouse',
      () =>
        shop.bitcram.intercept(() =>
          json(200, {
            items: [{ id: 1, checkout_number: 1, warehouse: { id: TOKEN }, price_list: { id: TOKEN } }],
          }),
        ),
      0,
    ],
  ])('shows no secret where %s', async (_name, arrange, exitCode) => {
    arrange();
    await runAndSearch(['doctor'], exitCode);
    await runAndSearch(['doctor', '--json'], exitCode);
  });
});

test('`discover` shows no token that comes back as the name of something', async () => {
  shop.bitcram.intercept(() =>
    json(200, { items: [{ id: TOKEN, checkout_number: 1, warehouse: { id: `w${TOKEN}` } }] }),
  );
  await runAndSearch(['discover'], 0);
  await runAndSearch(['discover', '--json'], 0);
});

test.runIf(process.platform === 'linux')(
  'no secret stands in the title or the arguments of the process',
  async () => {
    const seen: string[] = [];
    const job = startJob(['sync'], shop.env);
    shop.bitcram.intercept(() => {
      for (const name of ['cmdline', 'comm'])
        seen.push(readFileSync(`/proc/${job.process.pid}/${name}`, 'utf8'));
    });
    shop.publications.intercept(() => {
      seen.push(readFileSync(`/proc/${job.process.pid}/cmdline`, 'utf8'));
    });
    expect((await job.done).exitCode).toBe(0);
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.join('\n')).toContain('sync');
    expectNoSecret(seen.join('\n'), '/proc');
  },
);

test('what is searched for would be found', () => {
  for (const spell of SPELLINGS) {
    expect(() => expectNoSecret(`…${spell(TOKEN).slice(-20)}…`, 'a text')).toThrow('a piece of tok');
  }
  expect(() => expectNoSecret(`Bearer ${TOKEN.slice(0, 20)}`, 'a text')).toThrow('a piece of tok');
  expect(() => expectNoSecret(`nothing of ${SIMULATED_TOKEN}`, 'a text')).not.toThrow();
});
