import { beforeEach, expect, test } from 'vitest';
import { goods, offer } from '../support/goods.ts';
import { oncePerKey } from '../support/kept-rows.ts';
import { clearedShop } from '../support/test-shop.ts';

const SAID = 'The attributes [GTIN] are required';

const shop = await clearedShop();
const once = oncePerKey(shop);
beforeEach(async () => {
  shop.env['NOTIFY_ATTEMPTS'] = '1';
  offer(shop, goods(6));
  shop.publications.intercept(({ itemId }) =>
    itemId === 2 || itemId === 5 ? { status: 422, body: JSON.stringify({ error: SAID }) } : undefined,
  );
  await once('', async () => void (await shop.run('sync')));
});

const outbox = () =>
  shop.schema.query('SELECT subject_id AS id, attempts, dead_at IS NOT NULL AS dead FROM channel_outbox');

test.each([
  ['en', 'Mercado Libre refused it 1 time; pending since', 'forgets it'],
  ['es', 'Mercado Libre lo rechazó 1 vez; sin enviar desde', 'lo olvida'],
])(
  'what was given up is listed in %s with what the receiver said, and what can be done',
  async (lang, said, drop) => {
    const { stdout, exitCode } = await shop.run('dead', 'list', '--lang', lang);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^2 Producto 2\n/);
    for (const each of [said, `HTTP 422: ${SAID}`, '5 Producto 5\n', 'dead retry 2`', drop])
      expect(stdout).toContain(each);
    expect((await shop.run('dead', '--limit', '1', '--lang', lang)).stdout).toContain('1 m');
  },
);

test('a script has all of it, of the channel that is asked for', async () => {
  const listed = JSON.parse((await shop.run('dead', 'list', '--json')).stdout) as object[];
  const AT = expect.stringMatching(/^20\d\d-/) as string;
  expect(listed).toEqual(
    [2, 5].map((id) => ({
      channel: 'publications',
      product_id: id,
      name: `Producto ${id}`,
      attempts: 1,
      last_error: `HTTP 422: ${SAID}`,
      since: AT,
      dead_at: AT,
      listing: null,
    })),
  );
  await shop.schema.query(`UPDATE channel_outbox SET channel = 'other' WHERE subject_id = 5`);
  const ours = JSON.parse((await shop.run('dead', '--channel', 'publications', '--json')).stdout) as object[];
  expect(ours).toMatchObject([{ product_id: 2 }]);
});

test('`dead retry` makes pending what is named, and `--all` the rest', async () => {
  const { stdout } = await shop.run('dead', 'retry', '5');
  expect(stdout).toContain('1 change is pending again');
  expect(await outbox()).toEqual([
    { id: 2, attempts: 1, dead: 1 },
    { id: 5, attempts: 0, dead: 0 },
  ]);
  expect((await shop.run('dead', 'retry', '--all', '--json')).stdout).toContain('{"retried":1}');
  shop.publications.intercept();
  expect((await shop.run('notify')).report).toMatchObject({ exit_code: 0, delivered: 2 });
  const { stdout: none } = await shop.run('dead', 'retry', '--all', '--lang', 'es');
  expect(none).toBe('No hay nada rechazado.\n');
  expect((await shop.run('dead')).stdout).toBe('Nothing was given up.\n');
});

test('`dead drop` forgets what is named and says what that means', async () => {
  const { stdout } = await shop.run('dead', 'drop', '2', '5', '--lang', 'es');
  expect(stdout).toMatch(/^2 cambios olvidados: .*puede seguir ofreciendo un precio o un stock viejo/);
  expect(await outbox()).toEqual([]);
});

test('where one of several is not dead, or nobody says which, nothing is changed', async () => {
  const before = await outbox();
  const { exitCode, stderr } = await shop.run('dead', 'drop', '2,3', '--lang', 'es');
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 64,
    stderr: expect.stringContaining('3') as string,
  });
  for (const args of [[], ['--all', '2'], ['two']])
    expect((await shop.run('dead', 'drop', ...args)).exitCode, args.join(' ')).toBe(64);
  expect(await outbox()).toEqual(before);
});

test('`channels`, `doctor` and `runs show` point to the list', async () => {
  for (const command of [['channels'], ['doctor'], ['runs', 'show', 'last']]) {
    expect((await shop.run(...command)).stdout).toContain('`npm run job -- dead list` says');
    expect((await shop.run(...command, '--lang', 'es')).stdout).toMatch(
      /`npm run job -- dead list` (dice|muestra)/,
    );
  }
});
