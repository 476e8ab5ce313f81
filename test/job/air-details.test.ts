import { expect, test } from 'vitest';
import { ONLY_NOTICES } from '../../dev/simulate/air/notices.ts';
import { json } from '../../dev/simulate/server.ts';
import { articles, clearedAirShop } from '../support/air.ts';

const shop = await clearedAirShop();
const { air } = shop;
const asked = (operation: string): number =>
  air.requests.filter((each) => each.operation === operation).length;

test('an answer that is none loads nothing (65) and names the call, with what was fetched kept', async () => {
  air.articles = articles(40);
  let details = 0;
  air.intercept(({ operation }) => {
    if (operation !== 'get_meta') return undefined;
    details += 1;
    return details > 20
      ? json(200, { error_id: 500, error_name: 'Interno', error_detail: 'base caída' })
      : undefined;
  });
  const { report } = await shop.run('sync');
  expect(report).toMatchObject({ exit_code: 65, error_code: 'air.error_inside', loaded: false });
  expect(report.reason).toContain('get_meta of 00');
  expect(await shop.items()).toEqual([]);
  air.intercept();
  air.forgetRequests();
  expect(await shop.report('sync')).toMatchObject({ exit_code: 0, inserted: 40 });
  expect(asked('get_meta')).toBe(20);
});

test.each([
  [
    'an error in place of data',
    json(200, { error_id: 500, error_name: 'Interno', error_detail: 'base caída' }),
  ],
  ['404', json(404, { error_id: 404, error_name: 'Not Found', error_detail: 'get_meta' })],
  ['500', { status: 500, body: '' }],
  ['nothing but notices', { status: 200, body: ONLY_NOTICES }],
])(
  'an article of whose details Air always has %s stops no deep run, is named, and keeps those that are known',
  async (_what, answer) => {
    air.articles = articles(12);
    await shop.report('sync');
    const [known, added] = [air.articles[3]?.codigo ?? '', articles(13)[12]?.codigo ?? ''];
    air.articles = articles(14, (_each, index) => (index <= 6 ? { descrip: `OTRO ${index}` } : undefined));
    air.intercept(({ operation, code }) =>
      operation === 'get_meta' && (code === known || code === added) ? answer : undefined,
    );
    const { report, stderr } = await shop.run('sync');
    expect(report, stderr).toMatchObject({ exit_code: 0, inserted: 2, updated: 7 });
    const told = stderr.split('\n').filter((line) => line.includes('Air has no details of 2 articles'));
    expect(told).toHaveLength(1);
    for (const code of [known, added]) expect(told[0]).toContain(code);
    const contentOf = async (code: string) =>
      (await shop.items()).find(({ codprov }) => codprov === code)?.content;
    expect(await contentOf(known)).toMatchObject({ product_name: 'OTRO 3', dimensiones: { alto: 10 } });
    expect(await contentOf(added)).not.toHaveProperty('dimensiones');
    air.intercept();
    air.forgetRequests();
    expect(await shop.report('sync')).toMatchObject({ exit_code: 0, updated: 2, unchanged: 12 });
    expect(asked('get_meta')).toBe(2);
    expect(await contentOf(added)).toMatchObject({ dimensiones: { alto: 10 } });
  },
);

test('details that are notices once are asked for again, and the run ends where most of the first ones fail', async () => {
  air.articles = articles(20);
  const asks = new Map<string, number>();
  air.intercept(({ operation, code = '', before }) => {
    if (operation !== 'get_meta') return undefined;
    asks.set(code, before + 1);
    return before === 0 ? { status: 200, body: ONLY_NOTICES } : undefined;
  });
  const { report, stderr } = await shop.run('sync');
  expect(report, stderr).toMatchObject({ exit_code: 0, inserted: 20 });
  expect(stderr).not.toContain('Air has no details');
  expect(new Set(asks.values())).toEqual(new Set([2]));
  // Two of three fail, and never many in a row.
  air.articles = articles(60, () => ({ descrip: 'OTRO' }));
  const codes = air.articles.map(({ codigo }) => codigo);
  air.intercept(({ operation, code = '' }) =>
    operation === 'get_meta' && codes.indexOf(code) % 3 > 0 ? json(200, { error_id: 7 }) : undefined,
  );
  air.forgetRequests();
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 65, error_code: 'air.error_inside' });
  expect(asked('get_meta')).toBeLessThan(30);
});

test('a run of some products fetches the details of those alone', async () => {
  air.articles = articles(12);
  await shop.report('sync');
  air.articles = articles(14, () => ({ descrip: 'OTRO' }));
  air.forgetRequests();
  const [, item] = await shop.items();
  const code = item?.codprov as string;
  expect(await shop.report('sync', '--select', code)).toMatchObject({ fetched: 1, updated: 1 });
  expect(air.requests.flatMap(({ code }) => code ?? [])).toEqual([item?.codprov]);
  const renamed = (await shop.items()).filter(({ content }) => content['product_name'] === 'OTRO');
  expect(renamed.map(({ id }) => id)).toEqual([item?.id]);
  // Scripts read `product_id`; one that nothing has changes nothing.
  expect(await shop.report('sync', '--select', String(item?.id))).toMatchObject({ fetched: 1, selected: 1 });
  const { exitCode, stderr } = await shop.run('sync', '--select', `${code},0a`);
  expect(exitCode).toBe(64);
  expect(stderr).toContain("there is no product '0a'; nothing was done");
});

test('of some products, those that Air has no longer are named by their codes', async () => {
  air.articles = articles(12);
  await shop.report('sync');
  const [gone = '', stays = ''] = air.articles.map(({ codigo }) => codigo);
  air.articles = air.articles.slice(1);
  const { report, stderr } = await shop.run('sync', '--select', gone, stays);
  expect(report).toMatchObject({ exit_code: 0, fetched: 1, not_found: [expect.any(Number)] });
  expect(stderr).toContain(`the price list lacks 1 product of --select: ${gone}`);
});
