import { afterAll, beforeEach, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import type { AirArticle } from '../../dev/simulate/air/articles.ts';
import { serve } from '../../dev/simulate/server.ts';
import { articles, clearedAirShop, quantity } from '../support/air.ts';

const shop = await clearedAirShop();
const { air } = shop;

const served = new Map<string, { status: number; body: string | Buffer }>();
/** What happens once a file was served. */
let afterNext: (() => void) | undefined;
const portal = await serve((req, res) => {
  const { pathname } = new URL(req.url ?? '', 'http://portal');
  const { status, body } = served.get(pathname) ?? { status: 404, body: '' };
  res.writeHead(status, { 'content-type': 'application/octet-stream' }).end(body);
  afterNext?.();
  afterNext = undefined;
  return Promise.resolve();
}, 0);
beforeEach(() => served.clear());
afterAll(() => portal.close());

const HEAD = [
  'CODPROV',
  'DESCRIPCIÓN',
  'PART NUMBER',
  'MARCA',
  'RUBRO',
  'IVA',
  'COSTO+',
  'CBA',
  'BS AS',
  'LUG',
  'FECHA',
];
const NOWHERE = { ros: quantity('ros', 0), mza: quantity('mza', 0) };
/** What both ways can say: dollars, the three locations of the files, nothing on its way. */
const ARTICLES = articles(40, (article, index) => ({
  ...NOWHERE,
  ...{ moneda: 'DOL', precio: (Number(article.precio) * 1000 + index) / 1000 },
  cba: quantity('cba', article.cba?.disponible ?? 0),
  air: quantity('air', article.air?.disponible ?? 0),
  lug: quantity('lug', article.lug?.disponible ?? 0),
  // A spreadsheet program has taken some codes for numbers.
  ...(index % 5 === 0 ? { codigo: `${4000 + index}` } : {}),
}));

const comma = (value: unknown): string => {
  const [whole = '', fraction = ''] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return fraction === '' ? grouped : `${grouped},${fraction}`;
};
const cellsOf = (article: AirArticle, index: number): string[] => [
  index % 5 === 0 ? `${article.codigo}.0` : article.codigo,
  article.descrip,
  article.part_number,
  'MARCA Ñ',
  String(article['rubro']),
  comma(article.impuesto_iva.alicuota),
  comma(article.precio),
  String(article.cba?.disponible),
  String(article.air?.disponible),
  String(article.lug?.disponible),
  '30/11/2026 10:21',
];
/** Nothing is escaped: the inch marks of names stand as they are. */
const csv = (head: string[], rows: string[][]): string =>
  [head, ...rows].map((row) => `${row.join(';')}\r\n`).join('');
const DETAILS = ['CODPROV', 'DESCRIPCIÓN', 'CARACTERISTICAS', 'IMG1', 'IMG2', 'IMG3', 'IMG4', 'IMG5', 'IMG6'];
const detailsOf = (each: readonly AirArticle[]): string[][] =>
  each.map(({ codigo, descrip }) => [
    codigo,
    descrip,
    `Peso: 1,5 kg ${codigo}`,
    `https://img.example/${codigo}.jpg`,
  ]);

function xlsx(head: string[], rows: string[][]): Promise<Buffer> {
  const asCell = (text: string, column: number) =>
    column === 6 || column === 5
      ? { value: Number(text.replaceAll('.', '').replace(',', '.')), type: Number }
      : { value: text, type: String };
  const cells = rows.map((row) => row.map(asCell));
  return writeXlsxFile([head.map((value) => ({ value, type: String })), ...cells], {}).toBuffer();
}

const offers = async () =>
  (await shop.items()).map(({ codprov, cost, list_price, currency, tax_rate, stock }) => ({
    ...{ codprov, cost, list_price, currency, tax_rate, stock },
  }));

function byFiles(): void {
  for (const name of ['URL_AIR', 'USER_AIR', 'PASSWORD_AIR']) delete shop.env[name];
  shop.env['AIR_CATALOGUE_URL'] = `${portal.url}/catalogue?key=secret-of-the-portal`;
  shop.env['AIR_CHARACTERISTICS_URL'] = `${portal.url}/characteristics?key=secret-of-the-portal`;
}

test.each(['utf8', 'windows-1252', 'xlsx'])(
  'the downloads bring the same rows as the API, to the cent: %s',
  async (kind) => {
    air.articles = ARTICLES;
    await shop.report('sync');
    const [byApi, locations] = [await offers(), await shop.locations()];
    for (const table of ['air_item', 'air_item_location', 'air_detail', 'sync_run'])
      await shop.schema.query(`DELETE FROM ${table}`);

    byFiles();
    const catalogue = ARTICLES.map(cellsOf);
    const asFile = (head: string[], rows: string[][]): string | Buffer =>
      Buffer.from(csv(head, rows), kind === 'utf8' ? 'utf8' : 'latin1');
    served.set('/catalogue', {
      status: 200,
      body: kind === 'xlsx' ? await xlsx(HEAD, catalogue) : asFile(HEAD, catalogue),
    });
    served.set('/characteristics', {
      status: 200,
      body: kind === 'xlsx' ? await xlsx(DETAILS, detailsOf(ARTICLES)) : asFile(DETAILS, detailsOf(ARTICLES)),
    });
    const { report, stderr } = await shop.run('sync');
    expect(report, stderr).toMatchObject({ exit_code: 0, inserted: 40 });
    expect(stderr).not.toContain('secret-of-the-portal');
    expect(await offers()).toEqual(byApi);
    expect(await shop.locations()).toEqual(locations);
    const item = (await shop.items()).find(({ codprov }) => codprov === ARTICLES[1]?.codigo);
    expect(item).toMatchObject({
      content: {
        product_name: 'MONITOR 24" LED MODELO 2',
        marca: 'MARCA Ñ',
        caracteristicas: `Peso: 1,5 kg ${item?.codprov}`,
      },
      images: [`https://img.example/${item?.codprov}.jpg`],
    });
    expect(await shop.report('sync')).toMatchObject({ unchanged: 40, updated: 0 });
    expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({ unchanged: 40, updated: 0 });
  },
);

test('what changes in the files is what is written, by the run whose it is', async () => {
  byFiles();
  served.set('/catalogue', { status: 200, body: csv(HEAD, ARTICLES.map(cellsOf)) });
  served.set('/characteristics', { status: 200, body: csv(DETAILS, detailsOf(ARTICLES)) });
  await shop.report('sync');
  const today = ARTICLES.map((article, index) =>
    index === 3 ? { ...article, precio: 5000, descrip: 'OTRO' } : article,
  );
  served.set('/catalogue', {
    status: 200,
    body: csv(HEAD, [...today.map(cellsOf), cellsOf({ ...(today[4] as AirArticle), codigo: 'NEW' }, 1)]),
  });
  const details = detailsOf(ARTICLES);
  details[7] = [...(details[7] ?? []).slice(0, 3), 'https://img.example/another.jpg'];
  served.set('/characteristics', { status: 200, body: csv(DETAILS, details) });
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({
    updated: 1,
    unknown: 1,
    unchanged: 39,
  });
  expect(await shop.report('sync')).toMatchObject({ updated: 2, inserted: 1, unchanged: 38 });
  const images = (await shop.items()).find(({ codprov }) => codprov === ARTICLES[7]?.codigo)?.images;
  expect(images).toEqual(['https://img.example/another.jpg']);
});

test('what a catalogue lacks is zeroed by a flash only where a second download lacks it too', async () => {
  byFiles();
  const all = ARTICLES.map((article) => ({ ...article, cba: quantity('cba', 5) }));
  const [half, gone] = [all[2] as AirArticle, all[3] as AirArticle];
  const serveAll = (each: readonly AirArticle[]): void =>
    void served.set('/catalogue', {
      status: 200,
      body: csv(
        HEAD,
        all.map(cellsOf).filter((_row, index) => each.includes(all[index] as AirArticle)),
      ),
    });
  serveAll(all);
  served.set('/characteristics', { status: 200, body: csv(DETAILS, detailsOf(all)) });
  await shop.report('sync');
  serveAll(all.filter((each) => each !== half && each !== gone));
  afterNext = () => serveAll(all.filter((each) => each !== gone));
  expect(await shop.report('sync', '--mode', 'flash')).toMatchObject({
    ...{ exit_code: 0, fetched: 40, updated: 1, unchanged: 39, sold_out: 1 },
  });
  const stocks = new Map((await shop.items()).map(({ codprov, stock }) => [codprov, stock]));
  expect([stocks.get(half.codigo), stocks.get(gone.codigo)]).toEqual([5, 0]);
});

test.each([
  ['CARACTERISTICAS', 2],
  ['IMG1', 3],
])(
  'a file of characteristics whose column %s is called otherwise takes away no text and no image',
  async (name, column) => {
    byFiles();
    served.set('/catalogue', { status: 200, body: csv(HEAD, ARTICLES.map(cellsOf)) });
    served.set('/characteristics', { status: 200, body: csv(DETAILS, detailsOf(ARTICLES)) });
    await shop.report('sync');
    const before = await shop.items();
    served.set('/characteristics', {
      status: 200,
      body: csv(DETAILS.with(column, 'OTRA'), detailsOf(ARTICLES)),
    });
    const { report } = await shop.run('sync');
    expect(report).toMatchObject({ exit_code: 65, error_code: 'air.no_column', loaded: false });
    expect(report.reason).toContain(`the file of the characteristics has no column ${name}`);
    expect(await shop.items()).toEqual(before);
  },
);

test('a file that is none, lacks a column or is not there loads nothing, and says which', async () => {
  byFiles();
  served.set('/characteristics', { status: 200, body: csv(DETAILS, detailsOf(ARTICLES)) });
  served.set('/catalogue', { status: 200, body: '<!doctype html><title>Portal</title>' });
  expect((await shop.run('sync')).report).toMatchObject({
    exit_code: 65,
    error_code: 'air.unreadable_file',
    reason: expect.stringContaining('file of the catalogue cannot be read: it is a web page') as string,
  });
  served.set('/catalogue', { status: 200, body: csv(HEAD.with(7, 'CORDOBA'), ARTICLES.map(cellsOf)) });
  const { report } = await shop.run('sync');
  expect(report.reason).toContain('the file of the catalogue has no column CBA');
  served.set('/catalogue', { status: 200, body: csv(HEAD, []) });
  expect((await shop.run('sync')).report).toMatchObject({
    exit_code: 65,
    error_code: 'sync.empty_price_list',
  });
  served.delete('/catalogue');
  expect((await shop.run('sync')).report).toMatchObject({ exit_code: 78, error_code: 'air.no_file' });
  expect(await shop.items()).toEqual([]);
});
