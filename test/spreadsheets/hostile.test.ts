import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Phrase } from '../../src/platform/phrase.ts';
import { hostileSheets } from '../support/hostile-sheets.ts';
import { inEnglish, inSpanish } from '../support/words.ts';
import { inlineRows, xlsxOf } from '../../dev/spreadsheets/xlsx.ts';

interface Read {
  path: string;
  why: Phrase | null;
  rows: number;
  cpuMs: number;
  grownKb: number;
}

const MOST_MS = 1000;
const MOST_KB = 30 * 1024;
const names = Object.keys(hostileSheets);
let folder: string;
let child: SpawnSyncReturns<string>;
let results: Map<string, Read>;

/** One after the other, in a process of its own, after a good .xlsx and a good .csv. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  const good = { 'good.xlsx': xlsxOf({ sheets: { Hoja1: inlineRows([['a']]) } }), 'good.csv': 'a;b' };
  const files = {
    ...good,
    ...Object.fromEntries(names.map((name, index) => [String(index), hostileSheets[name]?.[0]() ?? ''])),
  };
  const paths = Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  });
  const script = fileURLToPath(new URL('../support/read-files.ts', import.meta.url));
  child = spawnSync(process.execPath, [script, ...paths], { encoding: 'utf8' });
  const read = child.stdout.split('\n').filter((line) => line !== '');
  results = new Map(read.map((line) => JSON.parse(line) as Read).map((each) => [basename(each.path), each]));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is no harm is read, and no file ends the process', () => {
  expect(child).toMatchObject({ status: 0, stderr: '' });
  expect(results.get('good.xlsx')).toMatchObject({ why: null, rows: 1 });
  expect(results.get('good.csv')).toMatchObject({ why: null, rows: 1 });
});

describe.each(names.map((name, index) => ({ name, index })))('$name', ({ name, index }) => {
  test('is refused in a sentence, in less than a second and with less than 30 MB', () => {
    const { why, cpuMs, grownKb } = results.get(String(index)) as Read;
    expect(why).not.toBe(null);
    expect(inEnglish(why as Phrase).message).toContain(hostileSheets[name]?.[1]);
    expect(inSpanish(why as Phrase).message).not.toBe(inEnglish(why as Phrase).message);
    expect(cpuMs).toBeLessThan(MOST_MS);
    expect(grownKb).toBeLessThan(MOST_KB);
  });
});
