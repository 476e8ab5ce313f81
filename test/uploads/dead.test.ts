import { expect, test } from 'vitest';
import { runJob } from '../support/job.ts';
import { countsOf, uploadShop } from '../support/uploads/shop.ts';
import { csvOf, products } from '../support/uploads/rows.ts';

const shop = uploadShop();

/** Three tries of an upload whose file is away. */
async function givenUp(filename: string): Promise<string> {
  const id = await shop.receive(csvOf(products(3)));
  await shop.schema.query(
    `UPDATE upload_task SET filename = ?, state = 'processing', fence = 3, attempts = 3, lease_until = NOW(6) - INTERVAL 1 SECOND
       WHERE task_id = ?`,
    [filename, id],
  );
  await shop.work(id);
  return id;
}

const dead = async (...args: string[]) => {
  const { exitCode, stdout, stderr } = await runJob(['dead', ...args], shop.env);
  return { exitCode, stdout, stderr };
};

test('an upload that was given up is listed with its reason, and tried again or left as it is', async () => {
  const [one, other] = [await givenUp('enero.xlsx'), await givenUp('febrero.xlsx')];
  const { stdout } = await dead('list', '--lang', 'es');
  expect(stdout).toMatch(/^carga febrero\.xlsx de PROV001/);
  for (const said of [
    'carga enero.xlsx',
    one,
    'se abandonó después de 3 intentos',
    `dead retry --channel uploads ${other}`,
  ])
    expect(stdout).toContain(said);
  const listed = JSON.parse((await dead('list', '--channel', 'uploads', '--json')).stdout) as object[];
  expect(listed).toMatchObject([
    {
      channel: 'uploads',
      attempts: 3,
      upload: { task_id: other, filename: 'febrero.xlsx', proveedor_id: 'PROV001' },
    },
    { upload: { task_id: one } },
  ]);

  expect((await dead('retry', one, '--channel', 'uploads')).stdout).toContain('1 upload is pending again');
  expect(await shop.task(one)).toMatchObject({ state: 'pending', attempts: 0, deadAt: null, error: null });
  expect(countsOf(await shop.work(one))).toMatchObject({ total: 3, created: 3 });
  const { exitCode, stderr } = await dead('drop', one, other, '--channel', 'uploads');
  expect([exitCode, stderr]).toEqual([64, expect.stringContaining(`not given up: ${one}`)]);
  expect((await dead('drop', '--all', '--json')).stdout).toBe('{"dropped":1}\n');
  expect(await shop.task(other)).toMatchObject({ state: 'failed', deadAt: null });
  expect((await dead('list')).stdout).toBe('Nothing was given up.\n');
});

test.each([
  [['retry', '5', '--channel', 'uploads'], 'Uploads are named by the ids of their tasks'],
  [['drop', '00000000-0000-4000-8000-000000000000'], 'Uploads are named by the ids of their tasks'],
])('%j is no way to name one', async (args, said) => {
  const { exitCode, stderr } = await dead(...args);
  expect(exitCode).toBe(64);
  expect(stderr).toContain(said);
});
