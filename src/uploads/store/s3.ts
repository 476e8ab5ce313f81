import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type MultipartUpload,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { ConfigurationError, type SyncError, UnavailableError } from '../../platform/errors.ts';
import { awsFailure, isAnswer, isRefusal } from '../aws/failure.ts';
import type { AwsOptions } from '../aws/options.ts';
import type { BucketPlace } from '../config.ts';
import { phrase } from '../phrase.ts';
import { isKey, PART, requireKey } from './keys.ts';
import { NoSuchObjectError, type ObjectStore } from './store.ts';
import { untilAborted } from './until-aborted.ts';

/** Of what is smaller there is one request, and nothing to abort. */
const PART_BYTES = 5 * 1024 * 1024;
/** While one part is sent, the next one comes in. */
const PARTS_AT_ONCE = 2;
/** What is left of an upload that failed is taken away, and whoever uploads waits no longer for that. */
const CLEAN_UP_MS = 3_000;

const NO_OBJECT = new Set(['NoSuchKey']);
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** For S3 itself, and for what speaks its language, such as Cloud Storage: those may know no checksums and no bucket in a host's name. */
export function openS3Client(options: AwsOptions, scope: AsyncDisposableStack): S3Client {
  const others = {
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const;
  const client = new S3Client({ ...options, ...(options.endpoint !== undefined && others) });
  scope.defer(() => client.destroy());
  return client;
}

/** The objects below a prefix of a bucket, which all workers see. */
export class S3Store implements ObjectStore {
  readonly uuid: string;
  readonly #client: S3Client;
  readonly #bucket: { Bucket: string };
  readonly #below: string;
  readonly #place: string;

  /** `endpoint`: where the client asks, unless it is AWS. */
  constructor(client: S3Client, { bucket, prefix }: BucketPlace, endpoint?: string) {
    this.uuid = uuidOf([endpoint ?? '', bucket, prefix]);
    this.#client = client;
    this.#bucket = { Bucket: bucket };
    this.#below = `${prefix}/`;
    this.#place = `s3://${bucket}/${prefix}`;
  }

  async put(key: string, bytes: AsyncIterable<Buffer>, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const object = { ...this.#bucket, Key: this.#keyOf(key) };
    const passed: Passed = { hasEnded: false };
    const upload = new Upload({
      client: under(signal, this.#client),
      params: { ...object, Body: Readable.from(passing(untilAborted(bytes, signal), passed)) },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
      // Its own clean-up would be aborted as well.
      leavePartsOnError: true,
    });
    try {
      await upload.done();
      signal.throwIfAborted();
    } catch (error) {
      await this.#cleanUp(object, upload.uploadId, passed.hasEnded);
      signal.throwIfAborted();
      throw passed.failure === undefined ? awsFailure(error, this.#place) : passed.failure.error;
    }
  }

  async open(key: string): Promise<{ path: string } & AsyncDisposable> {
    const folder = tmpdir();
    const path = join(folder, `upload-${randomUUID()}`);
    try {
      const { Body } = await this.#client.send(
        new GetObjectCommand({ ...this.#bucket, Key: this.#keyOf(key) }),
      );
      await pipeline(Body as Readable, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      await rm(path, { force: true }).catch(() => undefined);
      if (isAnswer(error, NO_OBJECT)) {
        throw new NoSuchObjectError(phrase('object_missing', { key }), { cause: error });
      }
      throw temporaryFailure(error, folder) ?? awsFailure(error, this.#place);
    }
    return { path, [Symbol.asyncDispose]: () => rm(path, { force: true }) };
  }

  async delete(key: string): Promise<void> {
    const Key = this.#keyOf(key);
    await this.#told(async () => {
      if (!key.endsWith(PART)) {
        await this.#client.send(new DeleteObjectCommand({ ...this.#bucket, Key }));
        return;
      }
      const whole = Key.slice(0, -PART.length);
      for await (const { Key: found, UploadId } of this.#unfinished(whole)) {
        if (found === whole) {
          await this.#client.send(new AbortMultipartUploadCommand({ ...this.#bucket, Key: whole, UploadId }));
        }
      }
    });
  }

  async *list(before: Date): AsyncGenerator<string, void> {
    const old = (name = '', at: Date | undefined, suffix = ''): string[] => {
      const key = name.slice(this.#below.length);
      return isKey(key) && at !== undefined && at < before ? [key + suffix] : [];
    };
    try {
      const pages = paginateListObjectsV2(
        { client: this.#client },
        { ...this.#bucket, Prefix: this.#below, Delimiter: '/' },
      );
      for await (const { Contents = [] } of pages) {
        for (const { Key, LastModified } of Contents) yield* old(Key, LastModified);
      }
      for await (const { Key, Initiated } of this.#unfinished(this.#below)) yield* old(Key, Initiated, PART);
    } catch (error) {
      throw awsFailure(error, this.#place);
    }
  }

  async check(): Promise<void> {
    await this.#told(async () => {
      try {
        await this.#client.send(new HeadBucketCommand(this.#bucket));
      } catch (error) {
        // A refusal without a body says no reason; and Cloud Storage wants a right for it that nothing else needs.
        if (!isRefusal(error)) throw error;
        await this.#client.send(
          new ListObjectsV2Command({ ...this.#bucket, Prefix: this.#below, MaxKeys: 1 }),
        );
      }
    });
  }

  /** What was begun before this, the key's own and of those that begin with it. */
  async *#unfinished(Prefix: string): AsyncGenerator<MultipartUpload, void> {
    let from = {};
    for (;;) {
      const page = await this.#client.send(
        new ListMultipartUploadsCommand({ ...this.#bucket, Prefix, ...from }),
      );
      yield* page.Uploads ?? [];
      if (page.IsTruncated !== true) return;
      from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
  }

  /** What cannot be taken away now is listed later, as what a killed process left. */
  async #cleanUp(
    object: { Bucket: string; Key: string },
    UploadId: string | undefined,
    mayBeWhole: boolean,
  ): Promise<void> {
    const limit = { abortSignal: AbortSignal.timeout(CLEAN_UP_MS) };
    const ways: Promise<unknown>[] = [];
    if (UploadId !== undefined) {
      ways.push(this.#client.send(new AbortMultipartUploadCommand({ ...object, UploadId }), limit));
    }
    if (mayBeWhole) ways.push(this.#client.send(new DeleteObjectCommand(object), limit));
    await Promise.allSettled(ways);
  }

  #keyOf(key: string): string {
    return this.#below + requireKey(key);
  }

  async #told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw awsFailure(error, this.#place);
    }
  }
}

/** The same for all who name the same place. */
function uuidOf(place: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(place)).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** Undefined where it was not the file of this machine that failed. */
function temporaryFailure(error: unknown, folder: string): SyncError | undefined {
  const { code = '', message: why, path } = error as NodeJS.ErrnoException;
  if (FULL.has(code)) return new UnavailableError(phrase('temp_full', { folder, why }), { cause: error });
  if (path === undefined) return undefined;
  return new ConfigurationError(phrase('temp_refused', { folder, why }), { cause: error });
}

/** How bytes on their way ended: what they failed with is no failure of the store. */
interface Passed {
  failure?: { error: unknown };
  hasEnded: boolean;
}

async function* passing(bytes: AsyncIterable<Buffer>, passed: Passed): AsyncGenerator<Buffer, void> {
  try {
    yield* bytes;
    passed.hasEnded = true;
  } catch (error) {
    passed.failure = { error };
    throw error;
  }
}

/** The same client, whose requests end with the signal: an `Upload` hands none on to its own. */
function under(signal: AbortSignal, client: S3Client): S3Client {
  const send = (command: Parameters<S3Client['send']>[0]): unknown =>
    client.send(command, { abortSignal: signal });
  return Object.create(client, { send: { value: send } }) as S3Client;
}
