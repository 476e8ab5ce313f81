import { open } from 'node:fs/promises';
import { openCsv } from './csv/open.ts';
import { HEAD_BYTES, kindOf } from './kind.ts';
import { phrase } from './phrase.ts';
import { SpreadsheetError } from './refused.ts';
import type { OpenOptions, Spreadsheet } from './spreadsheet.ts';
import { openXlsx } from './xlsx/open.ts';

const DIRECTORY_BYTES = 4096;
const DIRECTORY_SECTOR_AT = 48;
const SECTOR_SHIFT_AT = 30;
const MOST_SHIFT = 12;
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Opens an .xlsx or a .csv by its content, whatever its name is. What is none of them, protected, or made to do harm is refused here or
 * by its rows, as a `SpreadsheetError`.
 */
export async function openSpreadsheet(path: string, options: OpenOptions = {}): Promise<Spreadsheet> {
  const head = await bytesAt(path, 0, HEAD_BYTES);
  if (head.length === 0) throw new SpreadsheetError(phrase('empty'));
  const kind = kindOf(head);
  if (kind === 'xlsx') return openXlsx(path, options);
  if (kind === 'compound') {
    throw new SpreadsheetError(phrase((await isEncrypted(path, head)) ? 'protected' : 'old_excel'));
  }
  return openCsv(path, options);
}

async function isEncrypted(path: string, head: Buffer): Promise<boolean> {
  if (head.length < HEAD_BYTES) return false;
  const shift = Math.min(head.readUInt16LE(SECTOR_SHIFT_AT), MOST_SHIFT);
  const directory = (head.readUInt32LE(DIRECTORY_SECTOR_AT) + 1) * 2 ** shift;
  return (await bytesAt(path, directory, DIRECTORY_BYTES)).includes(ENCRYPTED);
}

async function bytesAt(path: string, position: number, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
