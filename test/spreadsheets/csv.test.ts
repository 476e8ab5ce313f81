import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalAt } from '../../src/spreadsheets/index.ts';
import { Utf8Pieces } from '../../src/spreadsheets/utf8.ts';
import { cellsOf, faultsOf, readAll, whyNot } from '../support/spreadsheets.ts';

test.each([
  ['a,b,c\n1,2,3', ',', ['1', '2', '3']],
  ['a;b;c\r\n1;2,5;3', ';', ['1', '2,5', '3']],
  ['a\tb\tc\r1\t2\t3', '\t', ['1', '2', '3']],
  ['\r\n\r\na;b\n1;2', ';', ['1', '2']],
  ['"a;1";"b;2","c;3"\n1,2', ',', ['1', '2']],
  ['sep=;\r\na,x;b\r\n1;2', ';', ['1', '2']],
  ['nombre\nsolo', ',', ['solo']],
])('the delimiter of %j is found in the line with the names', async (text, delimiter, last) => {
  const book = await readAll(text);
  expect(book).toMatchObject({ kind: 'csv', delimiter, sheets: [], sheet: null });
  expect(book.rows.at(-1)?.cells).toEqual(last);
});

const SPANISH = 'código;descripción\n007;Ñandú 24€';
const WINDOWS_1252 = Buffer.from(SPANISH.replace('€', '\x80'), 'latin1');

test.each([
  ['UTF-8', Buffer.from(SPANISH), undefined, 'utf-8'],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${SPANISH}`), undefined, 'utf-8'],
  ['UTF-16 with its mark', Buffer.from(`\ufeff${SPANISH}`, 'utf16le'), undefined, 'utf-16le'],
  ['UTF-16 of the other order', Buffer.from(`\ufeff${SPANISH}`, 'utf16le').swap16(), undefined, 'utf-16be'],
  ['what is no UTF-8', WINDOWS_1252, undefined, 'windows-1252'],
  ['what is said to be of the West', WINDOWS_1252, 'ISO-8859-1', 'windows-1252'],
  ['what has a mark, whatever is said', Buffer.from(`\ufeff${SPANISH}`), 'latin1', 'utf-8'],
  ['what is said without a mark', Buffer.from(SPANISH, 'utf16le'), 'UTF-16LE', 'utf-16le'],
])('the encoding is found or said, and named: %s', async (_what, content, said, encoding) => {
  const book = await readAll(content, { encoding: said });
  expect(book.encoding).toBe(encoding);
  expect(book.rows.map(({ cells }) => cells)).toEqual([
    ['código', 'descripción'],
    ['007', 'Ñandú 24€'],
  ]);
});

test('one letter at the end of a large file decides its encoding', async () => {
  const lines = Buffer.from(`${'a'.repeat(99)};b\n`.repeat(6000));
  expect((await readAll(Buffer.concat([lines, Buffer.from('ñ;b')]))).encoding).toBe('utf-8');
  const cut = Buffer.concat([lines, Buffer.from('ñ').subarray(0, 1)]);
  const book = await readAll(cut);
  expect(book).toMatchObject({ encoding: 'windows-1252' });
  expect(book.rows.at(-1)?.cells).toEqual(['Ã']);
});

test('an encoding that there is not, or that the file is not in, is refused', async () => {
  expect(await whyNot(SPANISH, { encoding: 'klingon' })).toBe('there is no encoding klingon');
  expect(await whyNot(WINDOWS_1252, { encoding: 'utf8' })).toBe('it is not written in utf-8');
  const odd = Buffer.from(`\ufeff${SPANISH}x`, 'utf16le').subarray(0, -1);
  expect(await whyNot(odd)).toBe('it is not written in utf-16le');
});

test('UTF-8 is held to strictly, wherever its bytes are cut', () => {
  const cuts = fc.array(fc.nat(60), { maxLength: 12 });
  const text = fc.string({ unit: fc.constantFrom('a', 'ñ', '€', '🛒'), maxLength: 15 });
  fc.assert(
    fc.property(text, cuts, (text, cuts) => {
      const bytes = Buffer.from(text);
      const places = [0, ...cuts.filter((cut) => cut < bytes.length), bytes.length].sort((a, b) => a - b);
      const pieces = new Utf8Pieces();
      const taken = places.slice(1).map((end, index) => pieces.take(bytes.subarray(places[index], end)));
      expect(taken.map((piece) => String(piece)).join('')).toBe(text);
      expect(pieces.isComplete).toBe(true);
    }),
  );
  for (const bad of ['c0af', 'eda080', 'f4908080', '80', 'c3', 'e282', 'ff', 'c328']) {
    const pieces = new Utf8Pieces();
    const bytes = [...Buffer.from(bad, 'hex')];
    const isTaken = bytes.every((byte) => pieces.take(Buffer.of(byte)) !== undefined);
    expect(isTaken && pieces.isComplete, bad).toBe(false);
  }
});

test('rows have the numbers that a spreadsheet program shows, whatever ends their lines', async () => {
  const { rows } = await readAll('a;b\r\n\n;\n  ;\r1;"x\ny"\r\n"2";3\n\n');
  expect(rows.map(({ number, cells }) => [number, ...cells])).toEqual([
    [1, 'a', 'b'],
    [5, '1', 'x\ny'],
    [6, '2', '3'],
  ]);
  expect((await readAll('sep=,\na\n1')).rows.map(({ number }) => number)).toEqual([2, 3]);
});

test('an inch mark in a text is no quotation mark', async () => {
  const text =
    'CODPROV;DESCRIPCIÓN;COSTO\n0012;MONITOR 24" LED;1.234,50\n13;"TV 50"" SMART; NEGRO";2\n14;"TV 32" LED";3';
  const { rows } = await readAll(Buffer.from(text, 'latin1'));
  expect(rows.slice(1).map(({ cells }) => cells)).toEqual([
    ['0012', 'MONITOR 24" LED', '1.234,50'],
    ['13', 'TV 50" SMART; NEGRO', '2'],
    ['14', '"TV 32" LED"', '3'],
  ]);
  expect(rows.slice(1).map((row) => decimalAt(row, 2))).toEqual(['1234.50', '2', '3']);
});

test('a row that is longer than the line with the names has lost a cell to its delimiter', async () => {
  const { rows } = await readAll('id,precio\n1,1.234,50\n2,"1.234,50"\n3,5,,\n4');
  expect(rows.map(faultsOf)).toEqual([
    [],
    [
      'row: the row has 3 cells, and the first row names 2 columns: a cell with a comma or semicolon in it needs quotation marks',
    ],
    [],
    [],
    [],
  ]);
  expect(rows.slice(2).map(({ cells }) => cells)).toEqual([['2', '1.234,50'], ['3', '5'], ['4']]);
});

test('names such as __proto__ are cells like others', async () => {
  expect(await cellsOf('__proto__,constructor\n1,2')).toEqual([
    ['__proto__', 'constructor'],
    ['1', '2'],
  ]);
});

test('a quotation mark that is never closed is refused, with the row that it opens in', async () => {
  expect(await whyNot('a;b\n\n1;"dos\n2;3')).toBe('a quotation mark opens in row 3 and is never closed');
  expect(await whyNot(`a;b\n1;"${'dos;2\n'.repeat(300_000)}`)).toBe(
    'row 2 has more than 524,288 characters; perhaps a quotation mark opens there and is never closed',
  );
});

test('limits are those of every spreadsheet', async () => {
  const limits = { rows: 2, columns: 2, cellCharacters: 3, bytes: 40 };
  expect(await whyNot('a\n\nb\nc', { limits })).toBe('it has more than 2 rows');
  expect(await whyNot('a;b;c', { limits })).toBe('row 1 has something beyond column 2');
  expect(await whyNot('a'.repeat(41), { limits })).toBe('it holds more than 0 MB');
  const { rows } = await readAll('a;b\n1234;5', { limits });
  expect(rows.flatMap(faultsOf)).toEqual(['0: it has 4 characters; at most 3 are taken']);
});

test('what is written with quotation marks comes back, whatever is in it', async () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'ñ', '"', ',', ';', '\t', ' ', '=', '<'),
    maxLength: 8,
  });
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom(',', ';', '\t'), async (rows, delimiter) => {
      const all = [['id', 'b', 'c'], ...rows.map(([a, b, c]) => [`x${a}`, b, c])];
      const text = all
        .map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(delimiter))
        .join('\r\n');
      const expected = all.map((row) => row.slice(0, row.findLastIndex((each) => each !== '') + 1));
      expect(await cellsOf(text)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
