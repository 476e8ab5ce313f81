import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { json } from '../../dev/simulate/server.ts';
import { LONG, noteFault } from '../support/fault-table.ts';
import { goods, offer } from '../support/goods.ts';
import { ECHO, type MarkedShop, openMarkedShop, runAndSearch } from '../support/marked-shop.ts';
import {
  inHtml,
  inJsonTwice,
  PASSWORD,
  SECRET,
  SPELLINGS,
  TOKEN,
  WRONG_PASSWORD,
} from '../support/markers.ts';

let shop: MarkedShop;
beforeAll(async () => {
  shop = await openMarkedShop();
});
afterAll(() => shop.close());
beforeEach(() => shop.restock());

interface Fault {
  name: string;
  arrange: () => void;
  args?: readonly string[];
  exitCode: number;
  /** In what was printed, to show that the fault was met. */
  says: string;
}

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
    name: 'the receiver rejects one product in a 200 and quotes the secret',
    arrange: () =>
      shop.publications.intercept(({ itemId }) =>
        itemId === 3 ? { status: 200, body: JSON.stringify({ error: ECHO(SECRET) }) } : undefined,
      ),
    exitCode: 69,
    says: 'but refuses: ',
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
    says: 'still pending',
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
    const printed = await runAndSearch(shop, fault.args ?? ['sync', '--json'], fault.exitCode);
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
