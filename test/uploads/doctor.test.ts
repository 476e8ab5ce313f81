import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFolderStore } from '../../src/uploads/store/folder.ts';
import { insertTask } from '../../src/uploads/task.ts';
import { runJob } from '../support/job.ts';
import { connectTo } from '../support/session.ts';
import { freshShop } from '../support/test-shop.ts';
import { sharedCloud } from '../support/uploads/cloud.ts';

interface Finding {
  check: string;
  exit_code: number | null;
  detail: string;
}

const cloud = sharedCloud();
const shop = freshShop();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uploads-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function look(env: Record<string, string>): Promise<string[]> {
  const { stdout } = await runJob(['doctor', '--json'], { ...shop.env, ...env });
  const findings = JSON.parse(stdout) as Finding[];
  return findings
    .filter(({ check }) => /upload|storage|intake|serve/.test(check))
    .map(({ check, exit_code: code, detail }) => `${check} ${code} ${detail}`);
}

test('a shop without uploads hears nothing of them', async () => {
  expect(await look({})).toEqual([]);
});

test('doctor says whether files can be stored and what waits, and makes nothing', async () => {
  await shop.schema.query(
    "INSERT INTO upload_message (task_id, available_at) VALUES ('a', NOW(6)), ('b', NOW(6))",
  );
  const path = join(folder, 'store');
  expect(await look({ UPLOAD_STORE: `folder:${path}` })).toEqual([
    'configuration: storage 0 complete',
    'configuration: intake 0 complete',
    `files of uploads 0 ${path} is not there yet: it is made when it is first used`,
    'queue of uploads 0 2 waiting',
    'uploads in other stores 0 none waits',
  ]);
  expect(readdirSync(folder)).toEqual([]);
  expect(await look({ LISTEN: '127.0.0.1:8080', UPLOAD_STORE: `folder:${folder}` })).toContain(
    `files of uploads 0 they can be stored in ${folder}`,
  );
});

test('doctor says that uploads wait whose files lie in another store, and what to do', async () => {
  const [before, now] = [await openFolderStore(join(folder, 'a')), join(folder, 'b')];
  await openFolderStore(now);
  const session = await connectTo(shop.schema);
  try {
    for (const id of [randomUUID(), randomUUID()]) {
      const asked = { replaces: false, dryRun: false, sheet: null, encoding: null, decimal: 'auto' } as const;
      const file = { key: id, storeUuid: before.uuid, sha256: '0'.repeat(64), sizeBytes: 1 };
      await insertTask(session, { id, proveedorId: 'P', filename: 'a.csv', asked, file });
    }
  } finally {
    await session.close();
  }
  expect((await look({ UPLOAD_STORE: `folder:${now}` })).at(-1)).toMatch(
    /^uploads in other stores 0 2 uploads wait whose file lies in another store: start .*upload-worker.*UPLOAD_STORE.*or cancel what waits/,
  );
  expect(await look({ UPLOAD_STORE: `folder:${join(folder, 'a')}` })).toContain(
    'uploads in other stores 0 none waits',
  );
});

test('doctor says who may ask serve, by name, and nothing of their tokens', async () => {
  const sha256 = 'ab'.repeat(32);
  const tokens = [
    { name: 'ana', sha256, role: 'owner' },
    { name: 'acme', sha256: 'cd'.repeat(32), role: 'supplier', proveedores: ['P1'] },
  ];
  const API_TOKENS = JSON.stringify(tokens);
  const found = await look({ LISTEN: '0.0.0.0:8080', API_TOKENS, UPLOAD_STORE: `folder:${folder}` });
  expect(found.slice(0, 2)).toEqual(['configuration: serve 0 complete', 'configuration: storage 0 complete']);
  expect(found).toContain('who may ask serve 0 ana (owner), acme (supplier)');
  expect(found.join()).not.toContain(sha256);
  expect(await look({ LISTEN: '8080' })).toContain(
    'who may ask serve 0 this machine alone, whoever works on it',
  );
  const [, , , none] = await look({ LISTEN: '0.0.0.0:8080' });
  expect(none).toMatch(/^who may ask serve 78 LISTEN lets other machines in/);
});

test('what is wrong is said with what to do', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const [, , store] = await look({ UPLOAD_STORE: `folder:${file}` });
  expect(store).toMatch(/^files of uploads 78 .*cannot be used: (?:ENOTDIR|EEXIST)/);
  const [places] = await look({ UPLOAD_STORE: 's3://bucket' });
  expect(places).toMatch(/^configuration: storage 78 .*UPLOAD_STORE.*or a bucket with a prefix/);
});

test('a bucket and a queue are looked at, and prepare-uploads makes what is missing', async () => {
  const places = {
    ...cloud.env,
    UPLOAD_STORE: 's3://shop/uploads',
    UPLOAD_QUEUE: `sqs:${cloud.url}/000000000000/uploads`,
  };
  const [, , noStore, noQueue] = await look(places);
  expect(noStore).toMatch(/^files of uploads 78 there is no bucket for s3:\/\/shop\/uploads/);
  expect(noQueue).toMatch(/^queue of uploads 78 there is no queue sqs:http:/);
  const prepare = async (env: Record<string, string>): Promise<unknown[]> => {
    const { exitCode, stdout, log } = await runJob(['prepare-uploads'], { ...shop.env, ...env });
    return [exitCode, stdout, ...log.map(({ message }) => message)];
  };
  const [bucket, queue] = ['s3://shop', places.UPLOAD_QUEUE];
  expect(await prepare(places)).toEqual([0, '', `${bucket} is made`, `${queue} is made`]);
  const before = [bucket, queue].map((place) => `${place} was there already, and stays as it is`);
  expect(await prepare(places)).toEqual([0, '', ...before]);
  expect((await look(places)).slice(2)).toEqual([
    'files of uploads 0 they can be stored in s3://shop/uploads',
    'queue of uploads 0 nothing waits',
    'uploads in other stores 0 none waits',
  ]);
  const alone = { ...places, UPLOAD_QUEUE: `${queue}-dlq` };
  expect((await look(alone))[3]).toMatch(
    /^queue of uploads 0 nothing waits; it has no queue for dead letters/,
  );
  expect(await prepare({})).toEqual([0, '', expect.stringMatching(/^nothing is to be made/)]);
});

test('who has no keys is said so in one line, and no key that is wrong is ever printed', async () => {
  const home = { HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' };
  const { AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '', ...env } = cloud.env;
  const worker = { ...shop.env, ...home, ...env, UPLOAD_STORE: 's3://shop/uploads', LOG_LEVEL: 'debug' };
  const lost = await runJob(['upload-worker'], worker);
  expect([lost.exitCode, lost.log.filter(({ severity }) => severity === 'ERROR').length]).toEqual([78, 1]);
  expect(lost.log.map(({ message }) => message).join('\n')).toMatch(
    /nothing says who asks s3:\/\/shop\/uploads: .*credentials/,
  );
  cloud.fault = () => ({ status: 403, code: 'SignatureDoesNotMatch', message: `${id} ${secret}` });
  const wrong = await runJob(['upload-worker'], {
    ...worker,
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: secret,
  });
  expect(wrong.exitCode).toBe(78);
  expect(wrong.stderr).toContain('SignatureDoesNotMatch');
  expect(wrong.stderr + wrong.stdout).not.toContain(secret);
});
