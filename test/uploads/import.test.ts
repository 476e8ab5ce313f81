import { expect, test } from 'vitest';
import { countsOf, uploadShop } from '../support/uploads/shop.ts';
import { csvOf, GOOD, HEADINGS, products } from '../support/uploads/rows.ts';
import { inSpanish } from '../support/words.ts';

const shop = uploadShop();

test('a list of products is brought in, each row as it stands', async () => {
  const task = await shop.bring(csvOf(products(3)));
  expect(task).toMatchObject({ state: 'completed', stage: 'done', attempts: 1, error: null, deadAt: null });
  expect(countsOf(task)).toEqual({
    total: 3,
    created: 3,
    updated: 0,
    unchanged: 0,
    failed: 0,
    duplicates: 0,
  });
  expect(task.result).toEqual({ created: ['PROD1', 'PROD2', 'PROD3'], truncated: false });
  expect([task.foundEncoding, task.foundDelimiter]).toEqual(['utf-8', ';']);
  const columns = [...HEADINGS.slice(1), 'proveedor_id', 'task_id', 'created_at = updated_at'].join(', ');
  const stored = await shop.products(columns);
  expect(Object.keys(stored)).toHaveLength(3);
  expect(stored['PROD2']).toEqual([
    ...['Ibuprofeno 400 mg', 'C2', 'Analgésicos', 'Caja x 20', '12.0000', 'ANMAT 1234', 'Entre 15 y 30 °C'],
    ...[3, 20, 8, 1, 0, 'PROV001', task.id, 1],
  ]);
});

test("the seed's example has the seed's result", async () => {
  await shop.bring(csvOf(products(5)));
  // 300 rows, of which row 25 is one of the 10 bad ones, and the first 5 products are there already.
  const rows = products(300, 1, { nombre: 'Amoxicilina 500 mg' });
  const bad = new Set([24, 31, 57, 99, 120, 151, 188, 203, 260, 300]);
  const file = csvOf(
    rows.map((row, index) => (bad.has(index + 1) ? { ...row, certificado_sanitario: '' } : row)),
  );
  const task = await shop.bring(file, { replaces: true });
  expect(task.state).toBe('completed');
  expect(countsOf(task)).toEqual({
    total: 300,
    created: 285,
    updated: 5,
    unchanged: 0,
    failed: 10,
    duplicates: 5,
  });
  expect(task.result?.created.slice(0, 2)).toEqual(['PROD6', 'PROD7']);
  expect(task.result?.created).toHaveLength(285);
  const errors = await shop.errorsOf(task);
  expect(Object.keys(errors)).toHaveLength(10);
  expect(errors[25]).toBe('Campos obligatorios vacíos: certificado_sanitario');
});

test('rows that fail are told with the number that the spreadsheet counts, and empty ones are counted in it', async () => {
  const [head = '', one = '', two = '', three = ''] = csvOf([
    { id: 'A', codigo: 'a' },
    { id: 'B', codigo: '', nombre: '' },
    { id: 'C', codigo: 'c', precio_unitario: '1.234' },
  ]).split('\n');
  const task = await shop.bring(['', head, one, ';;;', '', two, three].join('\n'));
  expect(countsOf(task)).toMatchObject({ total: 3, created: 1, failed: 2, duplicates: 0 });
  expect(await shop.errorsOf(task)).toEqual({
    6: 'Campos obligatorios vacíos: nombre, codigo',
    7: expect.stringContaining('precio_unitario: 1.234 se puede leer de dos maneras') as string,
  });
});

test('an id or a code that is taken is a row error, in the catalogue and in the file alike', async () => {
  await shop.bring(csvOf([{ id: 'A', codigo: 'a', nombre: 'Primero' }]));
  const task = await shop.bring(
    csvOf([
      { id: 'A', codigo: 'x' },
      { id: 'B', codigo: 'a' },
      { id: 'C', codigo: 'c' },
      { id: 'C', codigo: 'd' },
      { id: 'D', codigo: 'c' },
      { id: 'x', codigo: 'x', nombre: '' },
      { id: 'E', codigo: 'x' },
    ]),
  );
  expect(countsOf(task)).toMatchObject({ total: 7, created: 2, failed: 5, duplicates: 4 });
  expect(await shop.errorsOf(task)).toEqual({
    2: 'Producto duplicado (ID: A o Código: x)',
    3: 'Producto duplicado (ID: B o Código: a)',
    5: 'Producto duplicado (ID: C o Código: d)',
    6: 'Producto duplicado (ID: D o Código: c)',
    7: 'Campos obligatorios vacíos: nombre',
  });
  expect(await shop.products('codigo, nombre')).toMatchObject({
    A: ['a', 'Primero'],
    E: ['x', GOOD['nombre']],
  });
});

test('what replaces is found by its id, else by its code, and keeps its id and the day when it came', async () => {
  await shop.bring(csvOf([...products(3), { id: 'Z', codigo: 'z' }]));
  await shop.schema.query("UPDATE catalog_item SET created_at = '2020-01-01', updated_at = '2020-01-01'");
  const task = await shop.bring(
    csvOf([
      { id: 'PROD1', codigo: 'NEW', nombre: 'Por id', presentacion: '', precio_unitario: '0,0001' },
      { id: 'OTHER', codigo: 'C2', nombre: 'Por código' },
      { id: 'PROD3', codigo: 'C3' },
      { id: 'PROD4', codigo: 'C4' },
      { id: 'PROD4', codigo: 'C4', nombre: 'Dos veces' },
      { id: 'PROD3', codigo: 'C2' },
    ]),
    { replaces: true },
  );
  expect(countsOf(task)).toEqual({
    total: 6,
    created: 1,
    updated: 3,
    unchanged: 1,
    failed: 1,
    duplicates: 5,
  });
  expect(await shop.errorsOf(task)).toEqual({
    7: 'el ID PROD3 es de un producto y el código C2 de otro: corregí el que esté mal',
  });
  expect(
    await shop.products(
      'codigo, nombre, presentacion, precio_unitario, YEAR(created_at) = 2020, YEAR(updated_at) = 2020',
    ),
  ).toEqual({
    PROD1: ['NEW', 'Por id', null, '0.0001', 1, 0],
    PROD2: ['C2', 'Por código', 'Caja x 20', '12.0000', 1, 0],
    PROD3: ['C3', GOOD['nombre'], 'Caja x 20', '12.0000', 1, 1],
    PROD4: ['C4', 'Dos veces', 'Caja x 20', '12.0000', 0, 0],
    Z: ['z', GOOD['nombre'], 'Caja x 20', '12.0000', 1, 1],
  });
});

test('codes may go from one product to the next in one file', async () => {
  await shop.bring(csvOf(products(40)));
  const shifted = products(40).map((product, index) => ({
    ...product,
    codigo: index === 0 ? 'C0' : `C${index}`,
  }));
  const task = await shop.bring(csvOf([...shifted, { id: 'PROD41', codigo: 'C40' }]), { replaces: true });
  expect(countsOf(task)).toMatchObject({ total: 41, created: 1, updated: 40, failed: 0 });
  expect(await shop.products('codigo')).toMatchObject({
    PROD1: 'C0',
    PROD2: 'C1',
    PROD40: 'C39',
    PROD41: 'C40',
  });
});

test('the same file again writes no product', async () => {
  const file = csvOf(products(50));
  await shop.bring(file);
  const before = await shop.products('updated_at, task_id');
  const task = await shop.bring(file, { replaces: true });
  expect(countsOf(task)).toEqual({
    total: 50,
    created: 0,
    updated: 0,
    unchanged: 50,
    failed: 0,
    duplicates: 50,
  });
  expect(await shop.products('updated_at, task_id')).toEqual(before);
});

test.each([
  [true, { created: 1300, updated: 0, unchanged: 700, failed: 0, duplicates: 700 }],
  [false, { created: 1300, updated: 0, unchanged: 0, failed: 700, duplicates: 700 }],
])(
  'products that are there already are found after ever so many new ones (replaces: %s)',
  async (replaces, counts) => {
    await shop.bring(csvOf(products(700, 1101)));
    const task = await shop.bring(csvOf(products(2000)), { replaces });
    expect(countsOf(task)).toEqual({ total: 2000, ...counts });
    expect(Object.keys(await shop.products())).toHaveLength(2000);
  },
);

test("what is another supplier's is never written, and nobody is told whose it is", async () => {
  await shop.bring(csvOf([{ id: 'A', codigo: 'a' }]), { proveedorId: 'PROV-SECRETO' });
  const before = await shop.products('codigo, nombre, proveedor_id, updated_at');
  const file = csvOf([
    { id: 'A', codigo: 'x', nombre: 'Robado' },
    { id: 'B', codigo: 'a', nombre: 'Robado' },
    { id: 'A', codigo: 'a', nombre: 'Robado' },
  ]);
  for (const replaces of [true, false]) {
    const task = await shop.bring(file, { replaces });
    expect(countsOf(task)).toMatchObject({ total: 3, created: 0, updated: 0, failed: 3, duplicates: 3 });
    expect(JSON.stringify(await shop.errorsOf(task))).not.toContain('SECRETO');
  }
  expect(await shop.products('codigo, nombre, proveedor_id, updated_at')).toEqual(before);
});

test('bad content fails at once and is tried no second time', async () => {
  const [head = '', ...rows] = csvOf(products(2)).split('\n');
  const missing = await shop.bring(
    [head.replace('codigo', 'sku').replace('categoria', 'rubro'), ...rows].join('\n'),
  );
  expect(missing).toMatchObject({ state: 'failed', attempts: 1, deadAt: null, total: null });
  expect(inSpanish(missing.error ?? { code: '', params: {} }).message).toBe(
    'Columnas faltantes: codigo, categoria',
  );
  const damaged = await shop.bring(Buffer.from('PK\x03\x04 no zip'));
  expect(damaged).toMatchObject({ state: 'failed', attempts: 1, error: { code: 'spreadsheets.unreadable' } });
  expect(await shop.bring('\n\n')).toMatchObject({
    state: 'failed',
    error: { code: 'upload.nothing_in_it' },
  });
  expect(await shop.bring(head)).toMatchObject({ state: 'completed', total: 0 });
});

test('prices of a windows-1252 file with decimal commas are exact to the cent', async () => {
  const cents = Array.from({ length: 300 }, (_each, index) => index * 10_007 + (index % 100));
  const rows = products(300).map((product, index) => ({
    ...product,
    nombre: `Jarabe ñandú ${index} ½`,
    precio_unitario: inPesos(cents[index] ?? 0),
  }));
  expect(rows[299]?.precio_unitario).toBe('29.921,92');
  const task = await shop.bring(Buffer.from(csvOf(rows), 'latin1'), { decimal: ',' });
  expect(task).toMatchObject({
    state: 'completed',
    created: 300,
    foundEncoding: 'windows-1252',
    foundDelimiter: ';',
  });
  const stored = await shop.products('nombre, precio_unitario');
  expect(stored['PROD300']).toEqual(['Jarabe ñandú 299 ½', '29921.9200']);
  for (const [index, value] of cents.entries()) {
    const [, price] = stored[`PROD${index + 1}`] as [string, string];
    expect(price).toBe(`${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}00`);
  }
});

/** "1.234,50" */
function inPesos(cents: number): string {
  const whole = String(Math.floor(cents / 100)).replaceAll(/\B(?=(?:\d{3})+$)/g, '.');
  return `${whole},${String(cents % 100).padStart(2, '0')}`;
}

test('two uploads of the same products at once both end, and each row has one outcome', async () => {
  const files = [products(3000), products(3000).reverse()].map((rows, index) =>
    csvOf(rows.map((row) => ({ ...row, nombre: `De ${index}` }))),
  );
  const ids: string[] = [];
  for (const file of files) ids.push(await shop.receive(file, { replaces: true }));
  shop.start();
  shop.start();
  const tasks = await shop.ended(...ids);
  expect(tasks.map(({ state, attempts }) => [state, attempts])).toEqual([
    ['completed', 1],
    ['completed', 1],
  ]);
  expect(tasks.map(({ total, failed }) => [total, failed])).toEqual([
    [3000, 0],
    [3000, 0],
  ]);
  expect(tasks.reduce((sum, { created }) => sum + created, 0)).toBe(3000);
  expect(Object.keys(await shop.products())).toHaveLength(3000);
});

test('more rows than are taken fail the upload', async () => {
  shop.start({ UPLOAD_MAX_ROWS: '11' });
  const ids = [await shop.receive(csvOf(products(11))), await shop.receive(csvOf(products(12)))];
  const [fitting, longer] = await shop.ended(...ids);
  expect(fitting?.state).toBe('completed');
  expect(longer).toMatchObject({
    state: 'failed',
    error: { code: 'upload.rows_too_many', params: { most: 11 } },
  });
});

test('counts that do not add up fail the upload as a defect, and nothing of the last rows is kept', async () => {
  const id = await shop.receive(csvOf(products(700)));
  await shop.schema.query(`CREATE TRIGGER wrong BEFORE UPDATE ON upload_task FOR EACH ROW
    IF NEW.checkpoint_row > OLD.checkpoint_row AND NEW.total IS NULL THEN SET NEW.created = NEW.created - 1; END IF`);
  const task = await shop.work(id);
  await shop.schema.query('DROP TRIGGER wrong');
  expect(task).toMatchObject({
    state: 'failed',
    error: { code: 'upload.rows_unbalanced' },
    total: null,
    created: 499,
  });
  expect(Object.keys(await shop.products())).toHaveLength(500);
});
