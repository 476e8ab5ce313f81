import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPhrase } from '../../src/platform/phrase.ts';
import {
  type OpenOptions,
  openSpreadsheet,
  type Row,
  SpreadsheetError,
} from '../../src/spreadsheets/index.ts';
import { inEnglish } from './words.ts';

/** A file for as long as the work takes. */
export async function withFile<T>(content: string | Buffer, work: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sheet-test-'));
  try {
    const path = join(folder, randomUUID());
    writeFileSync(path, content);
    return await work(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All of a file: what is said of it, and its rows. */
export async function readAll(content: string | Buffer, options: OpenOptions = {}) {
  return withFile(content, async (path) => {
    await using book = await openSpreadsheet(path, options);
    const { kind, encoding, delimiter, sheets, sheet } = book;
    const rows: Row[] = [];
    for await (const row of book.rows()) rows.push(row);
    return { kind, encoding, delimiter, sheets, sheet, rows };
  });
}

export async function cellsOf(content: string | Buffer, options: OpenOptions = {}) {
  return (await readAll(content, options)).rows.map(({ cells }) => cells);
}

/** Why a file is refused, in English. */
export async function whyNot(content: string | Buffer, options: OpenOptions = {}): Promise<string> {
  try {
    await readAll(content, options);
  } catch (error) {
    if (error instanceof SpreadsheetError) return inEnglish(error.why).message;
    throw error;
  }
  throw new Error('it was read');
}

/** What is wrong with a row, in English, with the column before it. */
export function faultsOf({ faults }: Row): string[] {
  return faults.map(({ column, what }) => `${column ?? 'row'}: ${inEnglish(what).message}`);
}

/** Text or, in English, why there is none. */
export const saidOf = (found: unknown): unknown => (isPhrase(found) ? inEnglish(found).message : found);
