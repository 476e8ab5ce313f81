import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guarded, readDecimal, unguarded } from '../../src/spreadsheets/index.ts';
import { type Cell, writeCsv, writeXlsx } from '../../src/spreadsheets/write.ts';
import { cellsOf, faultsOf, readAll } from '../support/spreadsheets.ts';

type Rows = readonly (readonly Cell[])[];

async function* oneByOne(rows: Rows) {
  yield* rows;
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

const csvOf = (rows: Rows, delimiter = ';', mark: ',' | '.' = ',') =>
  whole(writeCsv(oneByOne(rows), { delimiter, mark }));
const xlsxOf = (rows: Rows) => whole(writeXlsx(oneByOne(rows), { sheet: 'errores', widthOf: () => 20 }));

const FORMULAS = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  ' =1+1',
  '-',
  '+54 11 4321-0000',
  "=cmd|' /C calc'!A0",
  '-2;=3',
];
const NUMBERS = ['-70', '+5', '-1.234,50', '-0,5', '1'];
const AS_THEY_ARE = ['', 'Ibuprofeno', "'70", "O'Higgins", 'a=b', '"quoted"', ...NUMBERS];

test('what a spreadsheet program would calculate is guarded in a .csv, and numbers are not', async () => {
  for (const text of FORMULAS) expect(guarded(text)).toBe(`'${text}`);
  for (const text of AS_THEY_ARE) expect(guarded(text)).toBe(text);
  const csv = (await csvOf([['a', 'b'], FORMULAS])).toString();
  expect(csv.startsWith('\uFEFFa;b\r\n')).toBe(true);
  expect(csv).toMatch(/^'=1\+1;'\+1\+1;'-1\+1;'@SUM\(A1\);/m);
  expect(csv).toContain(`"'-2;=3"`);
});

/** Texts that are made of what the guard looks at. */
const odd = fc.stringMatching(/^['=+\-@\t\r\n 7.,a"_x;]{0,12}$/);

test('what was guarded comes back exactly, however often', () => {
  fc.assert(
    fc.property(fc.oneof(odd, fc.string()), fc.integer({ min: 0, max: 4 }), (text, times) => {
      let written = text;
      for (let each = 0; each < times; each += 1) written = guarded(written);
      for (let each = 0; each < times; each += 1) written = unguarded(written);
      expect(written).toBe(text);
      expect(guarded(text)).not.toMatch(/^(?:\s*[=@]|[\t\r\n])/);
    }),
    { numRuns: 3000 },
  );
});

/** What a reader gives back: nothing behind the last cell that has something. */
const texts = fc.array(fc.oneof(odd, fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 5 });

test('a row of any texts is read as it was written, from a .csv once it is unguarded', async () => {
  const rows = fc.sample(texts, { numRuns: 400, seed: 20_261_130 }).map((row) => ['x', ...row, 'end']);
  const headings = Array.from({ length: 7 }, (_each, index) => `h${index}`);
  for (const delimiter of [';', ',', '\t']) {
    const read = await cellsOf(await csvOf([headings, ...rows], delimiter));
    expect(read.slice(1).map((cells) => cells.map(unguarded))).toEqual(rows);
  }
  expect((await cellsOf(await xlsxOf([headings, ...rows]))).slice(1)).toEqual(rows);
});

test('in an .xlsx texts are texts and numbers are numbers, and a value that is not there is an error', async () => {
  const number = (text: string): Cell => ({ number: text });
  const file = await xlsxOf([
    ['a', 'b', 'c', 'd', 'e'],
    ['=1+1', '0077', number('-70'), number('1234.5'), number('779123456789')],
    ['-70', null, '', '_x0041_', 'a\rb\u0007'],
  ]);
  const { kind, sheet, rows } = await readAll(file);
  expect([kind, sheet]).toEqual(['xlsx', 'errores']);
  expect(rows.map(({ cells }) => cells)).toEqual([
    ['a', 'b', 'c', 'd', 'e'],
    ['=1+1', '0077', '-70', '1234.5', '779123456789'],
    ['-70', '', '', '_x0041_', 'a\rb\u0007'],
  ]);
  expect(rows.map(({ numeric }) => numeric)).toEqual([[], [2, 3, 4], []]);
  expect(rows.flatMap(faultsOf)).toEqual(['1: it shows the error #N/A']);
});

test('a number in a .csv is read as the same number, whatever its digits look like', async () => {
  const numbers = ['-70', '1234.5', '1.234', '123.456', '0.125', '12345', '1.2345'];
  for (const mark of [',', '.'] as const) {
    const [, row] = await cellsOf(await csvOf([numbers, numbers.map((number) => ({ number }))], ';', mark));
    const read = row?.map((text) => readDecimal(text)) ?? [];
    expect(read.map(Number)).toEqual(numbers.map(Number));
  }
});

test('many rows are written as they come, and whoever stops early lets go of them', async () => {
  let given = 0;
  let isLeft = false;
  async function* endless(): AsyncGenerator<Cell[]> {
    try {
      for (;;) {
        given += 1;
        yield ['Producto', 'x'.repeat(100)];
      }
    } finally {
      isLeft = true;
    }
  }
  for (const pieces of [
    writeCsv(endless(), { delimiter: ';', mark: ',' }),
    writeXlsx(endless(), { sheet: 'errores', widthOf: () => 20 }),
  ]) {
    isLeft = false;
    given = 0;
    await pieces.next();
    await pieces.next();
    expect(given).toBeLessThan(3000);
    await pieces.return();
    expect(isLeft).toBe(true);
  }
});
