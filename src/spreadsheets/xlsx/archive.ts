import { read } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { phrase } from '../phrase.ts';
import { SpreadsheetError } from '../refused.ts';
import { type Limits, megabytes } from '../row.ts';

/** A workbook has one part for each sheet, picture and comment. */
const MOST_PARTS = 10_000;
const LOCAL_HEADER_BYTES = 30;
const CHUNK_BYTES = 64 * 1024;
const STORED = 0;
const DEFLATED = 8;
/** Cells that are empty and only formatted are packed 60 times as small; deflate itself ends at 1,030. */
const MOST_TIMES = 250;
/** What is small may be of one letter. */
const FREE_BYTES = 4 * 1024 * 1024;

export const damaged = (cause?: unknown): SpreadsheetError =>
  new SpreadsheetError(phrase('damaged'), { cause });

/** The parts of an .xlsx by name, without regard to case, as its own rules have it. */
export interface Archive {
  readonly names: ReadonlySet<string>;
  /** Unpacked, as it comes; throws `SpreadsheetError` where it is not what the archive says of it. */
  read(name: string): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

export const partName = (name: string): string => name.toLowerCase().replace(/^\/+/, '');

export async function openArchive(path: string, limits: Limits): Promise<Archive> {
  const file = await open(path);
  try {
    const zip = await directoryOf(file);
    const entries = await entriesOf(zip);
    refuseOverlaps([...entries.values()]);
    return {
      names: new Set(entries.keys()),
      read: (name) => unpack(file, zip, entries.get(partName(name)), limits),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw asRefused(error);
  }
}

/** What the system says is no fault of the file. */
function asRefused(error: unknown): unknown {
  const isOther = error instanceof SpreadsheetError || (error instanceof Error && 'syscall' in error);
  return isOther ? error : damaged(error);
}

/** yauzl's own reader ends the process where a directory names a place that no file has. */
class FileReader extends RandomAccessReader {
  readonly #file: FileHandle;
  readonly #size: number;

  constructor(file: FileHandle, size: number) {
    super();
    this.#file = file;
    this.#size = size;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    if (position + length > this.#size) return callback(new Error(`nothing is at ${position}`));
    read(this.#file.fd, buffer, offset, length, position, callback);
  }

  override close(callback: (error: null) => void): void {
    callback(null);
  }
}

async function directoryOf(file: FileHandle): Promise<ZipFile> {
  const { size } = await file.stat();
  return fromRandomAccessReaderPromise(new FileReader(file, size), size, { autoClose: false });
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const most = MOST_PARTS;
  if (zip.entryCount > most) throw new SpreadsheetError(phrase('too_many_parts', { most }));
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    const name = partName(entry.fileName);
    if (entries.has(name)) throw new SpreadsheetError(phrase('repeated_part', { name }));
    if (entry.isEncrypted()) throw new SpreadsheetError(phrase('protected'));
    entries.set(name, entry);
  }
  return entries;
}

/** Parts that share bytes make a small file a large one. */
function refuseOverlaps(entries: readonly Entry[]): void {
  let end = 0;
  for (const entry of [...entries].sort(byPlace)) {
    const { relativeOffsetOfLocalHeader: start, fileNameLength, compressedSize } = entry;
    if (start < end) throw new SpreadsheetError(phrase('overlapping'));
    end = start + LOCAL_HEADER_BYTES + fileNameLength + compressedSize;
  }
}

const byPlace = (one: Entry, other: Entry): number =>
  one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader;

async function* unpack(
  file: FileHandle,
  zip: ZipFile,
  entry: Entry | undefined,
  limits: Limits,
): AsyncGenerator<Buffer> {
  if (entry === undefined) throw damaged();
  refuseSize(entry, limits);
  let bytes = 0;
  let sum = 0;
  try {
    for await (const chunk of await contentOf(file, zip, entry)) {
      bytes += chunk.length;
      if (bytes > entry.uncompressedSize) throw damaged(new Error('more than the directory says'));
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    throw asRefused(error);
  }
  if (bytes !== entry.uncompressedSize || sum !== entry.crc32) throw damaged(new Error('checksum'));
}

/** By what the directory says; that it is true is seen as the bytes come. */
function refuseSize({ uncompressedSize, compressedSize }: Entry, { bytes }: Limits): void {
  if (uncompressedSize > bytes) {
    throw new SpreadsheetError(phrase('too_large', { mostMb: megabytes(bytes) }));
  }
  if (uncompressedSize > FREE_BYTES && uncompressedSize > compressedSize * MOST_TIMES) {
    throw new SpreadsheetError(phrase('too_dense', { times: MOST_TIMES }));
  }
}

async function contentOf(file: FileHandle, zip: ZipFile, entry: Entry): Promise<AsyncIterable<Buffer>> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const raw = rawBytes(file, fileDataStart, entry.compressedSize);
  if (entry.compressionMethod === STORED) return raw;
  if (entry.compressionMethod !== DEFLATED) throw damaged(new Error('unknown compression'));
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  // Whoever reads it hears of an error, and one that stops reading ends both.
  pipeline(raw, inflate, () => undefined);
  return inflate as AsyncIterable<Buffer>;
}

async function* rawBytes(file: FileHandle, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < length;) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, length - at));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start + at);
    if (bytesRead === 0) throw damaged(new Error('cut off'));
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
