import { expect, test } from 'vitest';
import { LONG, noteFault } from '../support/fault-table.ts';
import { UPLOAD_KILL_POINTS, WORST_UPLOAD_KILL_POINTS } from '../support/uploads/kill-points.ts';
import { uploadProcesses } from '../support/uploads/process.ts';
import { csvOf, products } from '../support/uploads/rows.ts';
import { countsOf } from '../support/uploads/shop.ts';

const POINTS = LONG ? UPLOAD_KILL_POINTS : WORST_UPLOAD_KILL_POINTS;

const shop = uploadProcesses();

/** Three chunks, and in each of them new products, changed, equal and failing ones. */
const FILE = csvOf(
  products(2000).map((product, index) => ({
    ...product,
    nombre: index % 3 === 0 ? 'Otro nombre' : 'Ibuprofeno 400 mg',
    categoria: index % 50 === 7 ? '' : 'Analgésicos',
    codigo: index % 100 === 50 ? 'C1' : product.codigo,
  })),
);

async function prepare(): Promise<string> {
  for (const table of ['catalog_item', 'upload_task', 'upload_row_error', 'upload_message'])
    await shop.schema.query(`DELETE FROM ${table}`);
  await shop.bring(csvOf(products(1000, 501)));
  return shop.receive(FILE, { replaces: true });
}

/** Everything that an upload leaves behind, but for who wrote it and when. */
async function leftBy(id: string) {
  const task = await shop.task(id);
  return {
    ...{ state: task.state, counts: countsOf(task), result: task.result, error: task.error },
    errors: await shop.errorsOf(task),
    products: await shop.products(
      'nombre, codigo, categoria, presentacion, precio_unitario, stock_minimo, proveedor_id',
    ),
  };
}

test(
  `an upload whose worker is killed at any of ${POINTS.length} moments (kill -9) ends as one that nothing happens to`,
  async () => {
    const undisturbed = await prepare();
    await shop.work(undisturbed);
    const expected = await leftBy(undisturbed);
    expect(expected.counts).toMatchObject({ total: 2000, failed: 50 });
    expect(
      Math.min(expected.counts.created, expected.counts.updated, expected.counts.unchanged),
    ).toBeGreaterThan(100);
    for (const point of POINTS) {
      const id = await prepare();
      const isReached = point.arm(shop.database, () => worker);
      const worker = shop.begin();
      expect((await worker.done).signal, point.name).toBe('SIGKILL');
      expect(isReached(), point.name).toBe(true);
      Object.assign(shop.database, { watch: undefined, mode: 'pass' });
      // As it is once the lease is over.
      await shop.schema.query('UPDATE upload_task SET lease_until = NOW(6) WHERE lease_until IS NOT NULL');
      await shop.schema.query('UPDATE upload_message SET available_at = NOW(6)');
      await shop.work(id);
      expect(await leftBy(id), point.name).toEqual(expected);
    }
    noteFault({
      ...{ fault: 'uploads: kill -9 of the worker', tried: POINTS.length },
      ...{ outcome: 'items, counters and errors as undisturbed', lost: 0, appliedTwice: 0 },
    });
  },
  LONG ? 300_000 : 180_000,
);

test('a file that kills its worker each time is given up after three tries, and the queue goes on', async () => {
  const poison = await shop.receive(csvOf(products(3)));
  for (let kill = 1; kill <= 3; kill += 1) {
    let worker: ReturnType<typeof shop.begin> | undefined;
    shop.database.watch = (sent) => {
      if (sent.includes('SET found_encoding')) worker?.process.kill('SIGKILL');
    };
    worker = shop.begin();
    await worker.done;
    shop.database.watch = undefined;
    await shop.schema.query('UPDATE upload_task SET lease_until = NOW(6) WHERE lease_until IS NOT NULL');
  }
  const good = await shop.receive(csvOf(products(3, 10)));
  const worker = shop.start();
  const [dead, next] = await shop.ended(poison, good);
  await worker.stop();
  expect(dead).toMatchObject({ state: 'failed', attempts: 3, error: { code: 'upload.gave_up' } });
  expect(dead?.deadAt).not.toBeNull();
  expect(next).toMatchObject({ state: 'completed', created: 3 });
});
