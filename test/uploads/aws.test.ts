import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Pool } from '../../src/mysql/pool.ts';
import { EXIT, type SyncError } from '../../src/platform/errors.ts';
import { registerSecret } from '../../src/platform/redact.ts';
import { s3Options, sqsOptions } from '../../src/uploads/aws/options.ts';
import { lookOnce, openQueue, openStore, type StorageJob } from '../../src/uploads/storage.ts';
import { type Cloud, type Fault, KEYS, sharedCloud } from '../support/uploads/cloud.ts';
import { storageJob } from '../support/uploads/storage-job.ts';
import { inSpanish, refusalOf, saidBy } from '../support/words.ts';

const cloud = sharedCloud();
registerSecret(KEYS.AWS_SECRET_ACCESS_KEY);
const NOBODY = 'http://127.0.0.1:9';
/** The database is asked for nothing here. */
const noPool: Pool = { use: () => Promise.reject(new Error('no database')) };
const noStore = { check: () => Promise.resolve() };
const noQueue = { look: () => Promise.resolve({ count: 0, oldestS: null }) };
const inBucket = (env: Record<string, string> = {}): StorageJob =>
  storageJob({ UPLOAD_STORE: `s3://${randomUUID()}/uploads`, ...cloud.env, ...env });
const inQueue = (env: Record<string, string> = {}): StorageJob =>
  storageJob({ UPLOAD_QUEUE: `sqs:${cloud.url}/000000000000/none`, ...KEYS, ...env });

async function failure(work: () => Promise<unknown>): Promise<SyncError> {
  const { promise, reject, resolve } = Promise.withResolvers<SyncError>();
  work().then(() => reject(new Error('nothing failed')), resolve);
  return promise;
}

/** Of which only the store or the queue says what it is. */
async function told(open: () => Promise<unknown>): Promise<string> {
  const error = await failure(open);
  const said = `${error.exitCode} ${error.phrase.code}`;
  for (const text of [saidBy(error), inSpanish(error.phrase).message]) {
    expect(text).not.toMatch(new RegExp(KEYS.AWS_SECRET_ACCESS_KEY));
    expect(text.split('\n').length).toBe(1);
  }
  return said;
}

const answering = (status: number, code: string): Cloud['fault'] => {
  const message = `${KEYS.AWS_ACCESS_KEY_ID} ${KEYS.AWS_SECRET_ACCESS_KEY}`;
  const fault: Fault = { status, code, message };
  return () => fault;
};

test('what a person has to correct is said of a store before it is used', async () => {
  const open = async (): Promise<void> => lookOnce(await openStore(inBucket()), noQueue);
  expect(await told(open)).toBe('78 upload.bucket_missing');
  const cases: [number, string, string][] = [
    [403, 'AccessDenied', '78 upload.aws_denied'],
    [403, 'SignatureDoesNotMatch', '78 upload.aws_denied'],
    [403, 'InvalidAccessKeyId', '78 upload.aws_denied'],
    [400, 'ExpiredToken', '78 upload.aws_denied'],
    [301, 'PermanentRedirect', '78 upload.aws_elsewhere'],
  ];
  for (const [status, code, expected] of cases) {
    cloud.fault = answering(status, code);
    expect(await told(open), code).toBe(expected);
  }
});

test('what a person has to correct is said of a queue before it is used', async () => {
  const open = async (): Promise<void> => lookOnce(noStore, await openQueue(inQueue(), noPool));
  expect(await told(open)).toBe('78 upload.queue_missing');
  for (const code of ['AccessDeniedException', 'InvalidClientTokenId', 'UnrecognizedClientException']) {
    cloud.fault = answering(403, code);
    expect(await told(open), code).toBe('78 upload.aws_denied');
  }
});

test('what is away may be back: it is opened all the same, and said where it is asked', async () => {
  const store = await openStore(inBucket({ S3_ENDPOINT: NOBODY }));
  const queue = await openQueue(inQueue({ UPLOAD_QUEUE: `sqs:${NOBODY}/0/none` }), noPool);
  await lookOnce(store, queue);
  expect(await told(() => store.check())).toBe('69 upload.aws_away');
  expect(await told(() => queue.look())).toBe('69 upload.aws_away');
  const never = new AbortController().signal;
  expect(await told(() => queue.take(1, 0, never))).toBe('69 upload.aws_away');
  const { exitCode, phrase } = await failure(() => store.check());
  expect(exitCode).toBe(EXIT.unavailable);
  expect(phrase.params['why']).toMatch(/^connect ECONNREFUSED 127\.0\.0\.1:9$/);
});

test('a bucket of AWS is asked in its region, and nobody guesses one', async () => {
  const { S3_ENDPOINT, ...env } = cloud.env;
  expect(S3_ENDPOINT).toBe(cloud.url);
  const job = storageJob({ UPLOAD_STORE: 's3://shop/uploads', ...env });
  const { config, secrets } = job;
  expect(await s3Options(config.storage.aws, secrets)).not.toHaveProperty('region');
  expect(await s3Options({ ...config.storage.aws, region: 'sa-east-1' }, secrets)).toMatchObject({
    region: 'sa-east-1',
    credentials: { accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY },
  });
});

test.each([
  ['https://sqs.sa-east-1.amazonaws.com/123456789012/uploads', 'sa-east-1'],
  ['https://sqs.us-gov-west-1.amazonaws.com/123456789012/uploads', 'us-gov-west-1'],
  ['https://vpce-0a.sqs.eu-west-2.vpce.amazonaws.com/123456789012/uploads', 'eu-west-2'],
  ['https://sqs.example.com/123456789012/uploads', 'eu-north-1'],
])('the queue %s is asked in %s', async (url, region) => {
  const { config, secrets } = storageJob({ AWS_REGION: 'eu-north-1' });
  const { aws } = config.storage;
  expect(await sqsOptions(aws, url, secrets)).toMatchObject({ region, endpoint: new URL(url).origin });
  const elsewhere = { ...aws, sqsEndpoint: 'http://127.0.0.1:1' };
  expect(await sqsOptions(elsewhere, url, secrets)).toMatchObject({ endpoint: 'http://127.0.0.1:1' });
});

test.each([
  ['s3://shop/uploads', { bucket: 'shop', prefix: 'uploads' }],
  ['s3://my.shop-1/a/b/', { bucket: 'my.shop-1', prefix: 'a/b' }],
  ['folder: /srv/uploads', { folder: '/srv/uploads' }],
])('%s is a place for files', (UPLOAD_STORE, store) => {
  expect(storageJob({ UPLOAD_STORE }).config.storage.store).toEqual(store);
});

test.each([
  's3://shop',
  's3://shop/',
  's3://Shop/uploads',
  's3:shop/uploads',
  's3://user:pw@shop/uploads',
  'folder: ',
])('%s is no place for files', (UPLOAD_STORE) => {
  expect(refusalOf(() => storageJob({ UPLOAD_STORE }))).toMatch(
    /UPLOAD_STORE must be .*s3:\/\/my-shop\/uploads/,
  );
});

test.each([
  'sqs:https://sqs.sa-east-1.amazonaws.com/123456789012/uploads.fifo',
  'sqs:https://sqs.sa-east-1.amazonaws.com/',
  'sqs:https://key:secret@sqs.sa-east-1.amazonaws.com/1/uploads',
  'sqs:uploads',
  'https://sqs.sa-east-1.amazonaws.com/123456789012/uploads',
  'sqs',
])('%s is no queue', (UPLOAD_QUEUE) => {
  expect(refusalOf(() => storageJob({ UPLOAD_QUEUE }))).toMatch(/UPLOAD_QUEUE must be .*standard queue/);
});

test('one key without the other is refused', () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
    expect(refusalOf(() => storageJob({ [name]: 'x' }))).toMatch(/only one is set/);
  }
});
