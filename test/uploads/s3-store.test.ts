import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationError, SyncError, UnavailableError } from '../../src/platform/errors.ts';
import { s3Options } from '../../src/uploads/aws/options.ts';
import { prepareBucket } from '../../src/uploads/aws/prepare.ts';
import { openS3Client, S3Store } from '../../src/uploads/store/s3.ts';
import { NoSuchObjectError } from '../../src/uploads/store/store.ts';
import { sharedCloud } from '../support/uploads/cloud.ts';
import { storageJob } from '../support/uploads/storage-job.ts';
import { saidBy } from '../support/words.ts';
import { storeContract } from '../support/uploads/store-contract.ts';

const MB = 1024 * 1024;
const never = new AbortController().signal;
const NEVER = new Promise<void>(() => undefined);
const GONE = new Error('no longer');
const TOMORROW = new Date(Date.now() + 86_400_000);
const cloud = sharedCloud();
const scope = new AsyncDisposableStack();
afterAll(() => scope.disposeAsync());

let client: S3Client;
/** Of the test. */
let prefix: string;
let store: S3Store;
beforeAll(async () => {
  const { config, secrets } = storageJob(cloud.env, { scope });
  client = openS3Client(await s3Options(config.storage.aws, secrets), scope);
  await prepareBucket(client, { bucket: 'shop', prefix: '' });
});
beforeEach(() => {
  prefix = `uploads/${randomUUID()}`;
  store = new S3Store(client, { bucket: 'shop', prefix });
});

test('it is the same one for all who name the same place, and no other', () => {
  const uuidOf = (bucket: string, below: string, endpoint?: string): string =>
    new S3Store(client, { bucket, prefix: below }, endpoint).uuid;
  const uuid = uuidOf('shop', 'uploads');
  expect(uuid).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(uuidOf('shop', 'uploads')).toBe(uuid);
  const others = [uuidOf('shop', 'upload'), uuidOf('shops', 'uploads'), uuidOf('shop', 'uploads', cloud.url)];
  expect(new Set([uuid, ...others]).size).toBe(4);
});

async function held(): Promise<string[]> {
  const asked = new ListObjectsV2Command({ Bucket: 'shop', Prefix: `${prefix}/` });
  const { Contents = [] } = await client.send(asked);
  return [...Contents.map(({ Key = '' }) => Key.slice(prefix.length + 1)), ...cloud.unfinished()];
}

async function keysBefore(before: Date): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(before)) keys.push(key);
  return keys.sort();
}

/** Zeros, which end once the rest has come. */
async function* zeros(count: number, rest?: Promise<void>): AsyncGenerator<Buffer, void> {
  for (let part = 0; part < count; part += 1) yield Buffer.alloc(MB);
  await rest;
}

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a bucket', () => {
  storeContract(async () => ({ store, held, close: () => Promise.resolve() }));
});

/** Stops amid an upload in parts, once one of them is sent. */
async function stopAmid(key: string): Promise<unknown> {
  const abort = new AbortController();
  const { fault } = cloud;
  cloud.fault = (asked) => {
    if (asked.query.get('partNumber') === '1') setTimeout(() => abort.abort(GONE), 50);
    return fault(asked);
  };
  return failure(store.put(key, zeros(6, NEVER), abort.signal));
}

test('what is large goes in parts, and none of them is left where the signal aborts amid them', async () => {
  await store.put('whole', zeros(12), never);
  const sent = (): string[] => cloud.asked.map(({ what, query }) => `${what} ${query}`);
  expect(sent().filter((each) => each.includes('partNumber=')).length).toBe(3);
  expect(await stopAmid('half')).toBe(GONE);
  expect(sent().filter((each) => each.includes('/half uploads=')).length).toBe(1);
  expect(await held()).toEqual(['whole']);
});

test('a part that the service does not answer holds nobody up who goes', async () => {
  cloud.fault = ({ query }) => (query.has('partNumber') ? 'silence' : undefined);
  const beganMs = performance.now();
  expect(await stopAmid('half')).toBe(GONE);
  expect(performance.now() - beganMs).toBeLessThan(1_500);
  expect(await held()).toEqual([]);
});

test('nothing is left where nobody hears that all parts are one object', async () => {
  cloud.fault = ({ what, query }) => (what.startsWith('POST') && query.has('uploadId') ? 'lost' : undefined);
  expect(await failure(store.put('large', zeros(6), never))).toBeInstanceOf(SyncError);
  expect(cloud.asked.filter(({ what }) => what.startsWith('DELETE')).length).toBeGreaterThan(0);
  expect(await held()).toEqual([]);
});

test('what is downloaded is readable by its owner alone, and gone once nobody reads it', async () => {
  await store.put('key', zeros(1), never);
  const file = await store.open('key');
  expect(statSync(file.path).mode & 0o777).toBe(0o600);
  expect(Buffer.alloc(MB).equals(readFileSync(file.path))).toBe(true);
  await file[Symbol.asyncDispose]();
  expect(existsSync(file.path)).toBe(false);
});

test('where no file can lie while it is read is said, and not taken for the service', async () => {
  await store.put('key', zeros(1), never);
  const { TMPDIR } = process.env;
  process.env['TMPDIR'] = '/dev/null';
  try {
    const refused = await failure(store.open('key'));
    expect(refused).toBeInstanceOf(ConfigurationError);
    expect(saidBy(refused)).toMatch(/cannot lie in \/dev\/null while it is read: ENOTDIR.*TMPDIR/);
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
});

test('an object that somebody deleted meanwhile is told from a service that is away', async () => {
  await store.put('key', zeros(1), never);
  await store.delete('key');
  expect(await failure(store.open('key'))).toBeInstanceOf(NoSuchObjectError);
  cloud.fault = () => ({ status: 500, code: 'InternalError' });
  const away = await failure(store.open('key'));
  expect(away).toBeInstanceOf(UnavailableError);
  expect(away).not.toBeInstanceOf(NoSuchObjectError);
});

test('a list has all pages, what lies further down in none, and what a killed process left half stored', async () => {
  for (const key of ['one', 'two', 'three']) await store.put(key, zeros(1), never);
  const strange = new PutObjectCommand({ Bucket: 'shop', Key: `${prefix}/deeper/four`, Body: 'x' });
  await client.send(strange);
  for (const key of ['five', 'six', 'seven']) {
    cloud.fault = ({ what }) =>
      what.startsWith('DELETE') ? { status: 403, code: 'AccessDenied' } : undefined;
    await stopAmid(key);
  }
  cloud.fault = () => undefined;
  expect(cloud.unfinished().length).toBe(3);
  const all = ['five.part', 'one', 'seven.part', 'six.part', 'three', 'two'];
  cloud.pageSize = 2;
  expect(await keysBefore(TOMORROW)).toEqual(all);
  expect(await keysBefore(new Date(Date.now() - 3_600_000))).toEqual([]);
  cloud.pageSize = undefined;
  for (const key of all) await store.delete(key);
  expect(await held()).toEqual(['deeper/four']);
});

test('a bucket that is found by its list alone will do', async () => {
  cloud.fault = ({ what }) => (what.startsWith('HEAD') ? { status: 403, code: 'AccessDenied' } : undefined);
  await store.check();
});

test('what another endpoint than AWS may not know is left out: checksums, the bucket in a name of a host, and a header under way', async () => {
  await store.put('small', zeros(1), never);
  await store.put('large', zeros(6), never);
  const sent = cloud.asked.flatMap(({ headers }) => Object.keys(headers));
  expect(sent.filter((name) => /checksum|trailer/.test(name))).toEqual([]);
  // Cloud Storage changes it on its way in, and then the signature does not fit.
  const signed = cloud.asked.map(
    ({ headers }) => /SignedHeaders=([^,]*)/.exec(headers.authorization ?? '')?.[1],
  );
  expect(signed.every((names) => names !== undefined && !names.includes('accept-encoding'))).toBe(true);
  expect(cloud.asked.every(({ what }) => what.split(' ')[1]?.startsWith('/shop'))).toBe(true);
});

test('a bucket of somebody else is not taken for one of ours', async () => {
  cloud.fault = ({ what }) =>
    what.startsWith('HEAD')
      ? { status: 403, code: 'Forbidden' }
      : { status: 409, code: 'BucketAlreadyExists', message: 'the name is taken' };
  const refused = await failure(prepareBucket(client, { bucket: 'theirs', prefix: '' }));
  expect(saidBy(refused)).toMatch(/^s3:\/\/theirs refuses: BucketAlreadyExists the name is taken;/);
});

test('a service that says nothing is given up', async () => {
  const quick = storageJob(cloud.env);
  const options = await s3Options(quick.config.storage.aws, quick.secrets);
  const requestHandler = { ...options.requestHandler, socketTimeout: 100 };
  const impatient = openS3Client({ ...options, requestHandler }, quick.scope);
  const silent = new S3Store(impatient, { bucket: 'shop', prefix });
  cloud.fault = () => 'silence';
  expect(await failure(silent.check())).toBeInstanceOf(UnavailableError);
});
