import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../dev/database/throwaway.ts';
import type { TestSchema } from '../support/database.ts';
import { type AskedWorker, askWorker, problemsAre } from '../support/health.ts';
import { type StartedJob, startJob } from '../support/job.ts';
import { sharedCloud } from '../support/uploads/cloud.ts';
import { cloudPlaces } from '../support/uploads/places.ts';
import { csvOf, products } from '../support/uploads/rows.ts';
import { ask, migratedSchema, TASKS, upload } from '../support/uploads/server.ts';

const cloud = sharedCloud();
let schema: TestSchema;
let places: Record<string, string>;
let started: StartedJob[] = [];
beforeAll(async () => {
  schema = await migratedSchema();
  const { s3, sqs } = await cloudPlaces(cloud);
  places = { ...s3, ...sqs };
});
afterEach(async () => {
  for (const { process } of started) process.kill('SIGKILL');
  await Promise.all(started.map(({ done }) => done));
  started = [];
});
afterAll(() => schema.drop());

async function begin(
  command: string,
  variable: string,
): Promise<{ job: StartedJob; port: number; asked: AskedWorker }> {
  const port = await freePort();
  const env = { ...schema.env, ...places, UPLOAD_WORKERS: '0', [variable]: String(port) };
  const job = startJob([command], env);
  started.push(job);
  return { job, port, asked: askWorker(port) };
}

test('serve and worker share nothing but database, bucket and queue, and each says which of them is away', async () => {
  const [serve, worker] = [await begin('serve', 'LISTEN'), await begin('upload-worker', 'HEALTH_LISTEN')];
  for (const { asked } of [serve, worker]) await problemsAre(asked, []);
  const url = `http://127.0.0.1:${serve.port}`;
  // Of two parts.
  const content = csvOf(products(3000).map((product) => ({ ...product, presentacion: 'x'.repeat(2000) })));
  const { status, body } = await upload({ url }, { content });
  expect(status).toBe(202);
  const stateOf = async (): Promise<unknown> =>
    (await ask(`${url}${TASKS}/status/${String(body['task_id'])}`)).body['status'];
  await expect.poll(stateOf, { timeout: 20_000, interval: 50 }).toBe('completed');
  const parts = cloud.asked.filter(({ query }) => query.has('partNumber'));
  expect(parts.length).toBe(2);

  cloud.fault = ({ what }) => ({
    status: 403,
    code: what.includes(' ') ? 'AccessDenied' : 'AccessDeniedException',
  });
  await problemsAre(serve.asked, ['queue cli.no_answer', 'store cli.no_answer']);
  const refused = await upload({ url }, { content: csvOf(products(1)) });
  expect(refused.status).toBe(503);
  await problemsAre(worker.asked, ['queue upload.no_answer', 'store upload.aws_denied']);
  cloud.fault = () => undefined;
  for (const { asked } of [serve, worker]) await problemsAre(asked, []);
  for (const { job } of [serve, worker]) {
    job.process.kill('SIGTERM');
    const { exitCode, stderr } = await job.done;
    expect([exitCode, stderr.includes(places['AWS_SECRET_ACCESS_KEY'] ?? '')]).toEqual([0, false]);
  }
});
