import type { Pool } from '../mysql/pool.ts';
import type { Job } from '../platform/command.ts';
import { UnavailableError } from '../platform/errors.ts';
import { LateError, within } from '../platform/lifecycle.ts';
import { s3Options, sqsOptions } from './aws/options.ts';
import type { StorageConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { MysqlQueue } from './queue/mysql.ts';
import type { UploadQueue } from './queue/queue.ts';
import { openFolderStore } from './store/folder.ts';
import type { ObjectStore } from './store/store.ts';

/** Nobody waits longer for what is away. */
const LOOK_MS = 5_000;
const AWAY = [UnavailableError, LateError] as const;

export type StorageJob = Pick<Job<{ storage: StorageConfig }>, 'config' | 'secrets' | 'scope' | 'log'>;

/** The store that UPLOAD_STORE names. */
export async function openStore({ config, secrets, scope }: StorageJob): Promise<ObjectStore> {
  const { store: place, aws } = config.storage;
  if ('folder' in place) return openFolderStore(place.folder);
  const { openS3Client, S3Store } = await import('./store/s3.ts');
  return new S3Store(openS3Client(await s3Options(aws, secrets), scope), place, aws.s3Endpoint);
}

/** The queue that UPLOAD_QUEUE names; the one in the database is asked over these connections. */
export async function openQueue(job: StorageJob, pool: Pool): Promise<UploadQueue> {
  return (await openQueueElsewhere(job)) ?? new MysqlQueue(pool);
}

/** Undefined where the queue is in the database. */
export async function openQueueElsewhere(job: StorageJob): Promise<UploadQueue | undefined> {
  const { config, secrets, scope, log } = job;
  const { queueUrl, aws } = config.storage;
  if (queueUrl === undefined) return undefined;
  const { openSqsClient, SqsQueue } = await import('./queue/sqs.ts');
  return new SqsQueue(openSqsClient(await sqsOptions(aws, queueUrl, secrets), scope), queueUrl, log);
}

/** Throws where a person has to correct something; what is away may be back before it is asked. */
export async function lookOnce(
  store: Pick<ObjectStore, 'check'>,
  queue: Pick<UploadQueue, 'look'>,
): Promise<void> {
  const looks = await Promise.allSettled([
    within(store.check(), LOOK_MS, phrase('look_at_store')),
    within(queue.look(), LOOK_MS, phrase('look_at_queue')),
  ]);
  for (const look of looks) {
    if (look.status === 'rejected' && !AWAY.some((kind) => look.reason instanceof kind)) throw look.reason;
  }
}
