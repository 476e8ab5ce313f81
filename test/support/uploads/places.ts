import { randomUUID } from 'node:crypto';
import { s3Options, sqsOptions } from '../../../src/uploads/aws/options.ts';
import { prepareBucket, prepareQueue } from '../../../src/uploads/aws/prepare.ts';
import { openSqsClient } from '../../../src/uploads/queue/sqs.ts';
import { openS3Client } from '../../../src/uploads/store/s3.ts';
import type { Cloud } from './cloud.ts';
import { storageJob } from './storage-job.ts';

/** A bucket and a queue of a test file's own, as the variables of a worker name them. */
export async function cloudPlaces(
  cloud: Cloud,
): Promise<{ s3: Record<string, string>; sqs: Record<string, string> }> {
  await using scope = new AsyncDisposableStack();
  const { config, secrets } = storageJob(cloud.env, { scope });
  const { aws } = config.storage;
  const name = randomUUID();
  const url = `${cloud.url}/000000000000/${name}`;
  await prepareBucket(openS3Client(await s3Options(aws, secrets), scope), { bucket: name, prefix: '' });
  await prepareQueue(openSqsClient(await sqsOptions(aws, url, secrets), scope), url);
  return {
    s3: { ...cloud.env, UPLOAD_STORE: `s3://${name}/uploads` },
    sqs: { ...cloud.env, UPLOAD_QUEUE: `sqs:${url}` },
  };
}
