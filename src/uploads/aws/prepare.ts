import { CreateBucketCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { ConfigurationError } from '../../platform/errors.ts';
import type { BucketPlace } from '../config.ts';
import { phrase } from '../phrase.ts';
import { awsFailure, isAnswer, isRefusal } from './failure.ts';

const IS_THERE = new Set(['BucketAlreadyOwnedByYou']);
const NO_QUEUE = new Set(['QueueDoesNotExist']);

/** As long as the service keeps anything. */
const KEPT_S = String(14 * 86_400);
/** What comes so often tells of no upload, or of one that nobody can work on. Its task, if there is one, is found in the table all the same. */
const MOST_RECEIVES = 20;
const DEAD = '-dlq';

/** Makes the bucket where it is not there yet; resolves to whether it did. */
export async function prepareBucket(client: S3Client, { bucket }: BucketPlace): Promise<boolean> {
  const asked = { Bucket: bucket };
  try {
    // The oldest region makes once more what is there, and says nothing.
    if (await isSeen(client, asked)) return false;
    await client.send(new CreateBucketCommand(asked));
    return true;
  } catch (error) {
    if (isAnswer(error, IS_THERE)) return false;
    throw awsFailure(error, `s3://${bucket}`);
  }
}

/** A refusal may mean that it is somebody else's, which the answer to making it says. */
async function isSeen(client: S3Client, asked: { Bucket: string }): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand(asked));
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** Makes the queue, and one for its dead letters, where it is not there yet; resolves to whether it did. One that is there stays as it is. */
export async function prepareQueue(client: SQSClient, url: string): Promise<boolean> {
  try {
    if ((await arnOf(client, url)) !== undefined) return false;
    const { pathname } = new URL(url);
    const name = pathname.split('/').at(-1) as string;
    const dead = await make(client, name + DEAD, {});
    const deadLetterTargetArn = await arnOf(client, dead);
    const made = await make(client, name, {
      ReceiveMessageWaitTimeSeconds: '20',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: MOST_RECEIVES }),
    });
    if (new URL(made).pathname === pathname) return true;
    throw new ConfigurationError(phrase('queue_elsewhere', { made: `sqs:${made}` }));
  } catch (error) {
    throw awsFailure(error, `sqs:${url}`);
  }
}

async function make(client: SQSClient, name: string, others: Record<string, string>): Promise<string> {
  const Attributes = { MessageRetentionPeriod: KEPT_S, ...others };
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return QueueUrl as string;
}

/** Undefined where there is no such queue. */
async function arnOf(client: SQSClient, url: string): Promise<string | undefined> {
  try {
    const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
    return (await client.send(asked)).Attributes?.QueueArn;
  } catch (error) {
    if (isAnswer(error, NO_QUEUE)) return undefined;
    throw error;
  }
}
