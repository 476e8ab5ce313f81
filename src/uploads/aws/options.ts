import type { Secrets } from '../../platform/secrets/secrets.ts';
import type { StorageConfig } from '../config.ts';

/** To stand-ins and other clouds the region says nothing, and yet a request is signed for one. */
const ANY_REGION = 'us-east-1';

const QUEUE_HOST = /(?:^|\.)sqs\.(?<region>[a-z]{2}[a-z-]*-\d)\./;

const CONNECT_MS = 5_000;
/** Nothing came or went for so long, which is more than a poll of SQS takes. A body may take longer as a whole. */
const IDLE_MS = 30_000;

/** What a client of the SDK is opened with. */
export interface AwsOptions {
  region?: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  requestHandler: { connectionTimeout: number; socketTimeout: number; throwOnRequestTimeout: true };
}

type Aws = StorageConfig['aws'];

/** For the bucket. */
export function s3Options(aws: Aws, secrets: Pick<Secrets, 'text'>): Promise<AwsOptions> {
  return optionsOf(aws, aws.region, aws.s3Endpoint, secrets);
}

/** For the queue of this URL: it says the region, where it is one of AWS, and who is to be asked. */
export function sqsOptions(aws: Aws, url: string, secrets: Pick<Secrets, 'text'>): Promise<AwsOptions> {
  const { hostname, origin } = new URL(url);
  const { region = aws.region } = QUEUE_HOST.exec(hostname)?.groups ?? {};
  return optionsOf(aws, region, aws.sqsEndpoint ?? origin, secrets);
}

/** Where no keys are given, the SDK looks for some itself: a role of the machine, a profile. */
async function optionsOf(
  { keys }: Aws,
  region: string | undefined,
  endpoint: string | undefined,
  secrets: Pick<Secrets, 'text'>,
): Promise<AwsOptions> {
  const known = region ?? (endpoint === undefined ? undefined : ANY_REGION);
  const credentials = keys && {
    accessKeyId: keys.id,
    secretAccessKey: await secrets.text(keys.secret),
    ...(keys.token !== undefined && { sessionToken: await secrets.text(keys.token) }),
  };
  return {
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS, throwOnRequestTimeout: true },
    ...(known !== undefined && { region: known }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  };
}
