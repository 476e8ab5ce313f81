import type { Body } from '../platform/command.ts';
import { EXIT } from '../platform/errors.ts';
import { s3Options, sqsOptions } from './aws/options.ts';
import { storageConfig } from './config.ts';
import { phrase } from './phrase.ts';

const config = { storage: storageConfig };

/** Makes the bucket and the queue that are named, where they are not there yet. Can be repeated; what is there stays as it is. */
export const command: Body<typeof config, object> = {
  config,
  async work({ config: { storage }, secrets, scope, log }) {
    const { store, queueUrl, aws } = storage;
    const say = (place: string, isMade: boolean): void =>
      log.info({ phrase: isMade ? phrase('prepared', { place }) : phrase('prepared_before', { place }) });
    if ('bucket' in store) {
      const [{ openS3Client }, { prepareBucket }] = await Promise.all([
        import('./store/s3.ts'),
        import('./aws/prepare.ts'),
      ]);
      const client = openS3Client(await s3Options(aws, secrets), scope);
      say(`s3://${store.bucket}`, await prepareBucket(client, store));
    }
    if (queueUrl !== undefined) {
      const [{ openSqsClient }, { prepareQueue }] = await Promise.all([
        import('./queue/sqs.ts'),
        import('./aws/prepare.ts'),
      ]);
      const client = openSqsClient(await sqsOptions(aws, queueUrl, secrets), scope);
      say(`sqs:${queueUrl}`, await prepareQueue(client, queueUrl));
    }
    if ('folder' in store && queueUrl === undefined) log.info({ phrase: phrase('nothing_to_prepare') });
    return EXIT.ok;
  },
};
