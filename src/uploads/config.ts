import { z } from 'zod';
import { baseUrl, expecting, text, wholeNumber } from '../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../platform/config/config.ts';
import { ConfigurationError } from '../platform/errors.ts';
import type { SecretValue } from '../platform/secrets/config.ts';
import { phrase } from './phrase.ts';

const BYTES_PER_MB = 1024 * 1024;

/** A bucket without a prefix is refused: what has no task is deleted in time, and it may hold more than uploads. */
const STORE =
  /^(?:folder:(?<folder>.*\S.*)|s3:\/\/(?<bucket>[a-z0-9][a-z0-9._-]+[a-z0-9])\/+(?<prefix>[^/].*))$/;
/** A queue that keeps its order (`.fifo`) delays no single message, and holds back all behind one that is given back. */
const QUEUE = /^(?:mysql|sqs:(?<url>https?:\/\/[^\s/@]+(?:\/[\w-]+)*\/[\w-]{1,80}))$/;

export type StorePlace = { folder: string } | BucketPlace;

export interface BucketPlace {
  bucket: string;
  /** Without slashes around it: keys are put behind it, and a slash between. */
  prefix: string;
}

function storeIn(text: string): StorePlace | undefined {
  const { folder, bucket, prefix } = STORE.exec(text)?.groups ?? {};
  if (folder !== undefined) return { folder: folder.trim() };
  if (bucket === undefined || prefix === undefined) return undefined;
  return { bucket, prefix: prefix.replace(/\/+$/, '') };
}

const storePlace = expecting(
  z.string().refine((value) => storeIn(value) !== undefined),
  phrase('store_place'),
);
const queuePlace = expecting(z.string().regex(QUEUE), phrase('queue_place'));

/** Where uploads lie, and how workers hear of them. */
export const storageConfig = definePart(
  {
    UPLOAD_STORE: {
      check: storePlace.default('folder:.data/uploads'),
      about:
        'where the files of uploads lie: a folder that `serve` and every `upload-worker` have, or `s3://bucket/prefix` of this shop alone',
    },
    UPLOAD_QUEUE: {
      check: queuePlace.default('mysql'),
      about:
        "what tells workers of new uploads: a table of the shop's database, or `sqs:` and the URL of a queue",
    },
    S3_ENDPOINT: {
      check: baseUrl.optional(),
      about: "an endpoint for `s3://` other than AWS's own",
      example: 'https://storage.googleapis.com',
    },
    SQS_ENDPOINT: {
      check: baseUrl.optional(),
      about: 'an endpoint for SQS other than the host in the URL of the queue',
    },
    AWS_REGION: {
      check: text.optional(),
      about: 'the region of the bucket; of the queue, its URL says it',
      example: 'sa-east-1',
    },
    AWS_ACCESS_KEY_ID: {
      check: text.optional(),
      about: "who asks S3 and SQS; unset: the process's role, or what else AWS's SDK finds",
    },
    AWS_SECRET_ACCESS_KEY: {
      check: text.optional(),
      about: 'the secret of `AWS_ACCESS_KEY_ID`',
      secret: true,
    },
    AWS_SESSION_TOKEN: {
      check: text.optional(),
      about: 'of an `AWS_ACCESS_KEY_ID` that is good for some hours',
      secret: true,
    },
  },
  (v) => ({
    store: storeIn(v.UPLOAD_STORE) as StorePlace,
    /** Undefined: the table. */
    queueUrl: QUEUE.exec(v.UPLOAD_QUEUE)?.groups?.['url'],
    aws: {
      s3Endpoint: v.S3_ENDPOINT,
      sqsEndpoint: v.SQS_ENDPOINT,
      region: v.AWS_REGION,
      keys: keysIn(v.AWS_ACCESS_KEY_ID, v.AWS_SECRET_ACCESS_KEY, v.AWS_SESSION_TOKEN),
    },
  }),
);

function keysIn(id: string | undefined, secret: SecretValue | undefined, token: SecretValue | undefined) {
  if (id === undefined && secret === undefined) return undefined;
  if (id === undefined || secret === undefined) throw new ConfigurationError(phrase('keys_halved'));
  return { id, secret, token };
}

/** What is taken in. */
export const intakeConfig = definePart(
  {
    UPLOAD_MAX_MB: {
      check: wholeNumber(1, 500).default(50),
      about: 'how large the file of an upload may be',
    },
    UPLOAD_MAX_LIVE: {
      check: wholeNumber(1, 1000).default(5),
      about: 'how many uploads of one supplier may wait or be at work at once',
    },
    UPLOAD_WORKERS: {
      check: wholeNumber(0, 32).default(1),
      about:
        'how many workers `serve` has, each a process of its own; 0 where `upload-worker` runs elsewhere',
    },
  },
  (v) => ({
    maxBytes: v.UPLOAD_MAX_MB * BYTES_PER_MB,
    maxLive: v.UPLOAD_MAX_LIVE,
    workers: v.UPLOAD_WORKERS,
  }),
);

/** How uploads are worked on. */
export const workConfig = definePart(
  {
    UPLOAD_MAX_ROWS: {
      check: wholeNumber(1, 1_000_000).default(200_000),
      about: 'how many rows a spreadsheet may have below the names of its columns',
    },
    UPLOAD_LEASE_S: {
      check: wholeNumber(2, 3600).default(60),
      about:
        'a worker that shows no sign of life for so many seconds loses the upload that it has in hand to another',
    },
    UPLOAD_ATTEMPTS: {
      check: wholeNumber(1, 100).default(3),
      about: 'how often an upload is tried where the database, the files or the worker fail',
    },
    UPLOAD_KEEP_HOURS: {
      check: wholeNumber(1, 8760).default(24),
      about: 'for how many hours an upload that has ended is shown; then its file is deleted too',
    },
  },
  (v) => ({
    mostRows: v.UPLOAD_MAX_ROWS,
    leaseS: v.UPLOAD_LEASE_S,
    attempts: v.UPLOAD_ATTEMPTS,
    keepHours: v.UPLOAD_KEEP_HOURS,
  }),
);

export const parts = [storageConfig, intakeConfig, workConfig];

export type StorageConfig = ConfigOf<{ storage: typeof storageConfig }>['storage'];
export type WorkConfig = ConfigOf<{ work: typeof workConfig }>['work'];
