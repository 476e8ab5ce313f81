import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { product } from '../../dev/setup/tasks.mjs';
import { xlsxOf } from '../../dev/spreadsheets/xlsx.ts';

const READ_FILES = fileURLToPath(new URL('../support/read-files.ts', import.meta.url));
/** Of Node, as the product has them. */
const FLAGS = product.filter((arg) => arg.startsWith('--'));
const COLUMNS = 4;
const DESCRIPTION = 'con una descripción tan larga como las que hay en un catálogo, '.repeat(8);

/** All cells different, in texts that the sheet shares. */
function uniqueTexts(rows: number): Buffer {
  const strings: string[] = [];
  const sheet: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const cells = Array.from({ length: COLUMNS }, (_each, column) => {
      strings.push(`<si><t>Producto ${row} de la columna ${column}, ${DESCRIPTION}</t></si>`);
      return `<c t="s"><v>${row * COLUMNS + column}</v></c>`;
    });
    sheet.push(`<row>${cells.join('')}</row>`);
  }
  return xlsxOf({ sheets: { Hoja1: sheet.join('') }, strings: strings.join('') });
}

const csvOf = (rows: number): string =>
  Array.from({ length: rows }, (_each, row) => `${row};Producto número ${row};"1.234,50";x;y;z`).join('\n');

interface Read {
  rows: number;
  grownKb: number;
}

/** Read in one process, of which the first has it load and compile what it needs. */
function read(contents: readonly (Buffer | string)[]): Read[] {
  const folder = mkdtempSync(join(tmpdir(), 'memory-'));
  try {
    const paths = contents.map((content, index) => {
      const path = join(folder, String(index));
      writeFileSync(path, content);
      return path;
    });
    const { stdout } = spawnSync(process.execPath, [...FLAGS, READ_FILES, ...paths], { encoding: 'utf8' });
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Read);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The texts alone are 100 MB, of which 16 may stay in memory; a heap takes its time to let go. */
const MOST_KB = 70 * 1024;

test.each([
  ['an .xlsx whose texts are all different', uniqueTexts, 50_000],
  ['a .csv', csvOf, 200_000],
])('%s takes no more memory the longer it is', (_what, contentOf, rows) => {
  const [small, large] = read([contentOf(2000), contentOf(rows)]);
  expect([small?.rows, large?.rows]).toEqual([2000, rows]);
  expect(large?.grownKb).toBeLessThan(MOST_KB);
});
