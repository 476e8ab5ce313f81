import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../src/mysql/session.ts';
import { findTask, insertTask, type NewTask } from '../../src/uploads/task.ts';
import { openSchema, type TestSchema } from '../support/database.ts';
import { connectTo, migrateSchema } from '../support/session.ts';

let schema: TestSchema;
let session: Session;

beforeAll(async () => {
  schema = await openSchema();
  await migrateSchema(schema);
  session = await connectTo(schema);
});
afterAll(async () => {
  await session.close();
  await schema.drop();
});

const asked = { replaces: true, dryRun: false, sheet: 'Año', encoding: null, decimal: 'auto' } as const;

function newTask(): NewTask {
  const id = randomUUID();
  const file = {
    key: `${id}.xlsx`,
    storeUuid: randomUUID(),
    sha256: 'a'.repeat(64),
    sizeBytes: 6_000_000_000,
  };
  return { id, proveedorId: 'PROV001', filename: 'productos.xlsx', asked, file };
}

test('a task is read as it was received, pending and without any row', async () => {
  const task = newTask();
  await insertTask(session, task);
  const found = await findTask(session, task.id);
  expect(found).toMatchObject({
    ...task,
    state: 'pending',
    stage: 'queued',
    fence: 0,
    attempts: 0,
    total: null,
  });
  expect(found).toMatchObject({ result: null, error: null, startedAt: null, checkpointRow: 0, created: 0 });
  expect(Math.abs((found?.createdAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  expect(await findTask(session, randomUUID())).toBeUndefined();
});

test('its error is a phrase, and its result has the ids of products', async () => {
  const task = newTask();
  await insertTask(session, task);
  await schema.query(
    `UPDATE upload_task SET error_code = 'upload.gave_up', error_params = ?, result = ?, ended_at = ? WHERE task_id = ?`,
    ['{"tries": 3}', '{"created": ["007"], "truncated": true}', '2026-03-01 12:00:00.5', task.id],
  );
  expect(await findTask(session, task.id)).toMatchObject({
    error: { code: 'upload.gave_up', params: { tries: 3 } },
    result: { created: ['007'], truncated: true },
    endedAt: new Date('2026-03-01T12:00:00.5Z'),
  });
});
