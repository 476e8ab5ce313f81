import { rmSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { ask, serverBeforeEach, TASKS, upload } from '../support/uploads/server.ts';

const server = serverBeforeEach();
beforeEach(() => upload(server));

const taskCount = async (): Promise<number> =>
  (await server.schema.query('SELECT task_id FROM upload_task')).length;
const messageCount = async (): Promise<number> =>
  (await server.schema.query('SELECT id FROM upload_message')).length;
const SENTENCE =
  'esto no se puede hacer ahora: algo que necesita no responde; probá de nuevo en unos segundos';

/** Once, as soon as the server says this to the database. */
function onceSaid(what: string, then: () => void): void {
  server.database.watch = (sent) => {
    if (!sent.includes(what)) return;
    server.database.watch = undefined;
    then();
  };
}

test('while the database is away an upload is 503, and nothing of it is kept; once it is back all is well', async () => {
  server.database.mode = 'refuse';
  server.database.cut();
  const refused = await upload(server);
  expect(refused).toMatchObject({ status: 503, body: { code: 'server.unavailable', detail: SENTENCE } });
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(await ask(`${server.url}${TASKS}`)).toMatchObject({ status: 503 });
  expect(server.held()).toHaveLength(1);
  server.database.mode = 'pass';
  expect((await upload(server)).status).toBe(202);
  expect((await ask(`${server.url}${TASKS}`)).body['tasks']).toHaveLength(2);
  expect(await server.counted()).toEqual({ accepted: 2, failed: 1 });
});

test('a database that says nothing any more is not waited for longer than some seconds', async () => {
  server.database.mode = 'hang';
  const beganMs = performance.now();
  const answers = await Promise.all([upload(server), ask(`${server.url}${TASKS}`), upload(server)]);
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
  expect(performance.now() - beganMs).toBeLessThan(8_000);
  expect(server.held()).toHaveLength(1);
  server.database.mode = 'pass';
  server.database.cut();
  expect((await upload(server)).status).toBe(202);
});

test('a database that goes away before the commit leaves neither task nor file', async () => {
  for (const statement of [
    'GET_LOCK',
    'START TRANSACTION',
    'INSERT INTO upload_task',
    'INSERT INTO upload_message',
  ]) {
    onceSaid(statement, () => server.database.cut());
    expect((await upload(server)).status, statement).toBe(503);
    expect(server.held(), statement).toHaveLength(1);
  }
  expect([await taskCount(), await messageCount()]).toEqual([1, 1]);
  expect((await upload(server)).status).toBe(202);
});

test('a commit whose answer is lost is looked for, and is one: the upload is taken', async () => {
  onceSaid('COMMIT', () => (server.database.cutAfterBytes = 0));
  const { status, body } = await upload(server);
  expect(status).toBe(202);
  expect([await taskCount(), await messageCount()]).toEqual([2, 2]);
  expect(server.held()).toContain(body['task_id']);
  expect((await ask(`${server.url}${String(body['status_url'])}`)).body['status']).toBe('pending');
});

test('where nobody can say whether it was committed the answer says so, and the file stays for who may need it', async () => {
  onceSaid('COMMIT', () => {
    server.database.cutAfterBytes = 0;
    const hang = setInterval(() => {
      if (server.database.connections() > 0) return;
      clearInterval(hang);
      server.database.mode = 'refuse';
    }, 1);
  });
  const headers = { 'idempotency-key': 'carga-1' };
  const { status, body } = await upload(server, { headers });
  expect([status, body['code']]).toEqual([503, 'upload.in_doubt']);
  expect(server.held()).toHaveLength(2);
  server.database.mode = 'pass';
  // It was: who sends it again under its key has its task.
  const again = await upload(server, { headers });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(server.held()).toContain(again.body['task_id']);
  expect(server.held()).toHaveLength(2);
});

test('a folder that is gone is 503 in a plain sentence, and no task is made', async () => {
  rmSync(server.folder, { recursive: true });
  const { status, body } = await upload(server);
  expect([status, body['code'], body['detail']]).toEqual([503, 'server.unavailable', SENTENCE]);
  expect(await taskCount()).toBe(1);
});
