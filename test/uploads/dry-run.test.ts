import { beforeEach, expect, test } from 'vitest';
import { countsOf, uploadShop } from '../support/uploads/shop.ts';
import { csvOf, products } from '../support/uploads/rows.ts';

const shop = uploadShop();
const COLUMNS = 'codigo, nombre, updated_at, task_id';

/** Of 30 products that are there: updated, equal, new, moved, and at odds with each other within the file. */
const FILE = csvOf([
  ...products(20, 21, { nombre: 'Otro' }),
  { id: 'PROD5', codigo: 'C5' },
  { id: 'PROD40', codigo: 'MOVED' },
  { id: 'NEW', codigo: 'C40' },
  { id: 'PROD30', codigo: 'C29' },
  { id: 'PROD1', codigo: 'FREED' },
  { id: 'PROD2', codigo: 'C1' },
  { id: 'SOMEBODY', codigo: 'C2' },
  { id: 'PROD40', codigo: 'MOVED' },
  { id: 'BAD', codigo: '' },
]);

beforeEach(async () => {
  await shop.bring(csvOf(products(30)));
});

test.each([true, false])(
  'it foretells what becomes of every row, and writes no product (replaces: %s)',
  async (replaces) => {
    const before = await shop.products(COLUMNS);
    const foretold = await shop.bring(FILE, { replaces, dryRun: true });
    expect(foretold.state).toBe('completed');
    expect(await shop.products(COLUMNS)).toEqual(before);
    const real = await shop.bring(FILE, { replaces });
    expect(await shop.products(COLUMNS)).not.toEqual(before);
    expect(countsOf(foretold)).toEqual(countsOf(real));
    expect(foretold.result).toEqual(real.result);
    expect(await shop.errorsOf(foretold)).toEqual(await shop.errorsOf(real));
    if (replaces) {
      // Created are PROD31 to PROD40, NEW with the code that PROD40 gave up, and SOMEBODY with the one that PROD2 did.
      expect(countsOf(real)).toEqual({
        total: 29,
        created: 12,
        updated: 13,
        unchanged: 2,
        failed: 2,
        duplicates: 16,
      });
    }
  },
);

test('what it foretells holds over several chunks', async () => {
  const file = csvOf([...products(1500), ...products(1500, 1, { nombre: 'Otra vez' })]);
  const foretold = await shop.bring(file, { replaces: true, dryRun: true });
  expect(countsOf(foretold)).toMatchObject({ total: 3000, created: 1470, unchanged: 30, updated: 1500 });
  expect(foretold.result).toMatchObject({ truncated: true });
  expect(foretold.result?.created).toHaveLength(1000);
});

test('it begins again from the first row where its worker died', async () => {
  const id = await shop.receive(csvOf([...products(700, 31), { id: 'BAD', codigo: '' }]), { dryRun: true });
  await shop.schema.query(
    `UPDATE upload_task SET state = 'processing', fence = 1, attempts = 1, lease_until = NOW(6) - INTERVAL 1 SECOND,
       checkpoint_row = 501, created = 499, failed = 1, result = '{"created": ["X"], "truncated": false}' WHERE task_id = ?`,
    [id],
  );
  await shop.schema.query("INSERT INTO upload_row_error VALUES (?, 3, '[]')", [id]);
  const task = await shop.work(id);
  expect(task).toMatchObject({ state: 'completed', attempts: 2, fence: 2 });
  expect(countsOf(task)).toMatchObject({ total: 701, created: 700, failed: 1 });
  expect(Object.keys(await shop.errorsOf(task))).toEqual(['702']);
  expect(task.result?.created[0]).toBe('PROD31');
});
