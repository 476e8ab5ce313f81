import { ConfigurationError, SyncError, UnavailableError } from '../../platform/errors.ts';
import { LateError } from '../../platform/lifecycle.ts';
import { causeInWords, printable } from '../../platform/text.ts';
import { phrase } from '../phrase.ts';

/** What the SDK's errors have, whichever service said it. */
interface AwsError {
  name: string;
  message: string;
  code?: string;
  errors?: readonly AwsError[];
  $metadata?: { httpStatusCode?: number };
}

const NO_BUCKET = new Set(['NoSuchBucket', 'InvalidBucketName']);
const NO_QUEUE = new Set(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', 'InvalidAddress']);
const ELSEWHERE = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);
const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError', 'NoAuthSchemeError']);
const LATER = new Set([
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'RequestThrottled',
  'RequestTimeout',
]);
const NO_REGION = /\bregion is missing\b/i;
const REDIRECT = 300;
const BAD_REQUEST = 400;
const FAILING = 500;
const PATIENCE = 429;

/** What an answer of S3 or SQS, or none, means for `place`, as the variables name it. What is no answer at all stays what it is. */
export function awsFailure(error: unknown, place: string): unknown {
  if (error instanceof SyncError || !(error instanceof Error)) return error;
  const { name, message, code = '', errors, $metadata } = error as AwsError;
  const cause = { cause: error };
  if (error instanceof LateError)
    return new UnavailableError(phrase('aws_away', { place, why: error.phrase }), cause);
  const status = $metadata?.httpStatusCode ?? 0;
  if (NO_REGION.test(message)) return new ConfigurationError(phrase('aws_no_region', { place }), cause);
  if (NO_CREDENTIALS.has(name)) {
    return new ConfigurationError(phrase('aws_no_credentials', { place, why: printable(message) }), cause);
  }
  if (NO_BUCKET.has(name)) return new ConfigurationError(phrase('bucket_missing', { place }), cause);
  if (NO_QUEUE.has(name)) return new ConfigurationError(phrase('queue_missing', { place }), cause);
  if (ELSEWHERE.has(name)) return new ConfigurationError(phrase('aws_elsewhere', { place }), cause);
  // Without a status nobody answered: of several addresses each failed in its own way, and the first one tells.
  const [first] = errors ?? [];
  const why = causeInWords(first?.code ?? (code || name), first?.message ?? message);
  if (status < BAD_REQUEST || status >= FAILING || status === PATIENCE || LATER.has(name)) {
    return new UnavailableError(phrase('aws_away', { place, why }), cause);
  }
  return new ConfigurationError(phrase('aws_denied', { place, why }), cause);
}

/** Whether the service answered that it will not. */
export function isRefusal(error: unknown): boolean {
  const status = (error as Partial<AwsError> | null)?.$metadata?.httpStatusCode ?? 0;
  return status >= REDIRECT && status < FAILING;
}

/** Whether the service answered, and said one of these. */
export function isAnswer(error: unknown, names: ReadonlySet<string>): boolean {
  return error instanceof Error && names.has(error.name);
}
