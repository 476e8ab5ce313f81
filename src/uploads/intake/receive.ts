import { createHash } from 'node:crypto';
import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { firstOf, followed } from '../../platform/lifecycle.ts';
import { Refused } from '../../server/refused.ts';
import { HEAD_BYTES, kindOf } from '../../spreadsheets/index.ts';
import { phrase } from '../phrase.ts';
import type { ObjectStore } from '../store/store.ts';
import { extensionOf, labelOf } from './filename.ts';

/** One file and some fields that forms send along. */
const LIMITS = { files: 2, fields: 10, parts: 12, fieldNameSize: 100, fieldSize: 1024, headerPairs: 50 };
const ENVELOPE_BYTES = 64 * 1024;
const BYTES_PER_MB = 1024 * 1024;

export interface Received {
  filename: string;
  sha256: string;
  sizeBytes: number;
}

interface Reception {
  store: ObjectStore;
  maxBytes: number;
  signal: AbortSignal;
}

export function tooLarge(maxBytes: number): Refused {
  return new Refused(413, phrase('file_too_large', { mb: maxBytes / BYTES_PER_MB }));
}

/** By what the request says itself: nothing of its body needs to be read. */
export function isTooLarge({ headers }: FastifyRequest, maxBytes: number): boolean {
  return Number(headers['content-length'] ?? 0) > maxBytes + ENVELOPE_BYTES;
}

/**
 * Stores the one file of a request under this key, as it comes; it is durable once this resolves. Throws `Refused` where the request is
 * not what it should be, to its very end: then nothing is stored.
 */
export async function receive(
  request: FastifyRequest,
  key: string,
  { store, maxBytes, signal }: Reception,
): Promise<Received> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let filename: string | undefined;
  const refusing = new AbortController();
  const { raw } = request;
  // Whoever sends it has gone, maybe before anybody had begun to read.
  const onClose = (): void => {
    if (!raw.readableEnded) refusing.abort(new Refused(400, phrase('body_broken')));
  };
  async function* bytes(): AsyncGenerator<Buffer, void> {
    for await (const part of request.parts({ limits: { ...LIMITS, fileSize: maxBytes } })) {
      if (part.type === 'field') continue;
      if (filename !== undefined) throw new Refused(400, phrase('two_files'));
      filename = labelOf(part.filename);
      // What is beyond the limit is left out, and more may come for hours.
      const onLimit = (): void => refusing.abort(tooLarge(maxBytes));
      if (part.file.truncated) onLimit();
      part.file.once('limit', onLimit);
      for await (const chunk of ofItsKind(part.file, extensionOf(filename))) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        yield chunk;
      }
      if (sizeBytes === 0) throw new Refused(400, phrase('file_empty'));
    }
    if (filename === undefined) throw new Refused(400, phrase('no_file'));
  }
  try {
    if (raw.destroyed) onClose();
    raw.once('close', onClose);
    await followed(signal, (own) => store.put(key, readable(bytes()), firstOf(own, refusing.signal)));
  } finally {
    // What is not wanted any more is not kept for anybody.
    raw.off('close', onClose).unpipe();
  }
  return { filename: filename ?? '', sha256: hash.digest('hex'), sizeBytes };
}

/** Whatever reading a request fails with is its sender's. */
async function* readable(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  try {
    yield* bytes;
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(400, phrase('body_broken'), { cause: error });
  }
}

type FileStream = Extract<Multipart, { type: 'file' }>['file'];

/** By its name and by its beginning, before anything of it is passed on. */
async function* ofItsKind(file: FileStream, extension: string): AsyncGenerator<Buffer, void> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of file as AsyncIterable<Buffer>) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD_BYTES) continue;
    check(head, extension);
    yield head;
    head = undefined;
  }
  if (head === undefined || head.length === 0) return;
  check(head, extension);
  yield head;
}

function check(head: Buffer, extension: string): void {
  const kind = kindOf(head);
  if (kind === extension && (kind === 'xlsx' || kind === 'csv')) return;
  throw new Refused(400, phrase(kind === 'compound' ? 'old_or_protected' : 'unsupported_type'));
}
