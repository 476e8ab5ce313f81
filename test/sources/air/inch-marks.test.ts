import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withInchMarksEscaped } from '../../../src/sources/air/inch-marks.ts';
import { openSpreadsheet } from '../../../src/spreadsheets/index.ts';

async function rowsOf(file: Buffer): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'inch-'));
  const path = join(folder, 'file');
  writeFileSync(path, withInchMarksEscaped(file));
  const rows: string[][] = [];
  {
    await using spreadsheet = await openSpreadsheet(path);
    for await (const { cells } of spreadsheet.rows()) rows.push(cells.map((cell) => cell ?? ''));
  }
  rmSync(folder, { recursive: true });
  return rows;
}

const HEAD = 'CODPROV;DESCRIPCION;COSTO';

test.each(['latin1', 'utf8'] as const)(
  'no mark in a text hides what comes after it, whatever it is and wherever it stands: %s',
  async (encoding) => {
    const word = fc.constantFrom('24', '"', ' ', 'LED', 'Ñandú', '1/2', 'x', '""');
    const name = fc
      .array(word, { minLength: 1, maxLength: 5 })
      .map((words) => words.join('').trim())
      // Two marks around a text are quotation marks, for all that anybody can say.
      .filter((text) => text !== '' && !/^"(?:[^"]|"")*"$/.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 8 }), async (names) => {
        const lines = [HEAD, ...names.map((each, index) => `00${index};${each};1,5`)];
        const rows = await rowsOf(Buffer.from(lines.join('\r\n'), encoding));
        expect(rows.slice(1)).toEqual(names.map((each, index) => [`00${index}`, each, '1,5']));
      }),
      { numRuns: 150 },
    );
  },
);

test('what is quoted stays quoted: a delimiter, a mark that is doubled, a line break, a decimal between commas', async () => {
  const file = [HEAD, '1;"A;B";2', '2;"24"" LED";3', '3;"two\nlines";4', '4;"";5'].join('\n');
  expect((await rowsOf(Buffer.from(file))).slice(1)).toEqual([
    ['1', 'A;B', '2'],
    ['2', '24" LED', '3'],
    ['3', 'two\nlines', '4'],
    ['4', '', '5'],
  ]);
  const commas = ['CODPROV,DESCRIPCION,COSTO', '1,24" LED,"1.234,50"', '2,"24" LED,7'].join('\n');
  expect((await rowsOf(Buffer.from(commas))).slice(1)).toEqual([
    ['1', '24" LED', '1.234,50'],
    ['2', '"24" LED', '7'],
  ]);
});
