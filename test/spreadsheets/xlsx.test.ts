import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSpreadsheet } from '../../src/spreadsheets/index.ts';
import { cellsOf, faultsOf, readAll, whyNot, withFile } from '../support/spreadsheets.ts';
import { type Content, escaped, inlineRows, xlsxOf } from '../../dev/spreadsheets/xlsx.ts';

/** Of one sheet, with these rows. */
const sheetOf = (rows: string, content: Content = {}): Buffer =>
  xlsxOf({ sheets: { Hoja1: rows }, ...content });

/** Of one row, with these cells. */
const cells = (xml: string, content: Content = {}) => cellsOf(sheetOf(`<row r="1">${xml}</row>`, content));

/** What is wrong with that row. */
async function faults(xml: string, content: Content = {}): Promise<string[]> {
  const { rows } = await readAll(sheetOf(`<row r="1">${xml}</row>`, content));
  return rows.flatMap(faultsOf);
}

test('texts come as they are, shared, formatted in parts, or in the cell itself', async () => {
  const strings =
    '<si><t>Polvo Pédico</t></si>' +
    '<si><r><rPr><b/></rPr><t>Alcohol </t></r><r><t xml:space="preserve">70 %</t></r><rPh sb="0" eb="1"><t>アル</t></rPh></si>' +
    '<si><t>a_x000D_b_x005F_x0041_ &lt;&amp;</t></si><si/><si><t><![CDATA[<x>]]></t></si>';
  const row =
    '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c>' +
    '<c r="E1" t="s"><v>4</v></c><c r="F1" t="inlineStr"><is><r><t>en </t></r><r><t>línea</t></r></is></c><c r="G1" t="str"><f>A1</f><v>hecho</v></c>';
  expect(await cells(row, { strings })).toEqual([
    ['Polvo Pédico', 'Alcohol 70 %', 'a\rb_x0041_ <&', '', '<x>', 'en línea', 'hecho'],
  ]);
});

test.each([
  ['5', '5'],
  ['-0.5', '-0.5'],
  ['12.50', '12.50'],
  ['3.2999999999999998', '3.3'],
  ['0.30000000000000004', '0.3'],
  ['7791234567890', '7791234567890'],
  ['999999999999999', '999999999999999'],
  ['1E-3', '0.001'],
  ['1.5E-7', '0.00000015'],
  ['-2.5e-10', '-0.00000000025'],
  ['1.234E+5', '123400'],
  ['7.79123456789E+12', '7791234567890'],
])('the number %s is %s, without an exponent and without what binary fractions add', async (value, text) => {
  expect(await cells(`<c><v>${value}</v></c>`)).toEqual([[text]]);
});

test.each(['1234567890123456', '7.7912345678901234E+15', '-1E+300'])(
  'the number %s has lost digits, and is no code any more',
  async (value) => {
    expect(await faults(`<c><v>${value}</v></c>`)).toEqual([
      `0: the number ${value} has more than 15 digits, of which a spreadsheet loses some: format the cell as text and type it again`,
    ]);
  },
);

test('it says which cells are numbers: a text of the same letters can be meant in another way', async () => {
  const { rows } = await readAll(
    sheetOf('<row r="1"><c t="inlineStr"><is><t>1.234</t></is></c><c><v>1.234</v></c></row>'),
  );
  expect(rows[0]).toMatchObject({ cells: ['1.234', '1.234'], numeric: [1] });
});

test('a number that is shown with leading zeros keeps them, where that is all that its format does', async () => {
  const formats = ['00000', '00000;@', '0', '000-000', '#,##0.00', '"N"00'];
  const all = formats.map((_code, index) => `<c s="${index + 1}"><v>123</v></c>`).join('');
  expect(await cells(all, { formats })).toEqual([['00123', '00123', '123', '123', '123', '123']]);
  expect(
    await cells('<c s="1"><v>1.5</v></c><c s="1"><v>-7</v></c><c s="1"><v>1234567</v></c>', { formats }),
  ).toEqual([['1.5', '-7', '1234567']]);
});

test('dates come as the calendar has them, whatever their format shows', async () => {
  const formats = [
    'dd/mm/yyyy',
    '[$-F800]dddd\\,\\ mmmm\\ dd',
    'h:mm:ss.000',
    '#,##0 "d"',
    '[h]:mm',
    'General',
    '[Red]0.0\\d',
  ];
  const days = ['1', '59', '61', '45322', '45322.354166666664', '0.75', '2958465.5'];
  expect(await cells(days.map((day) => `<c s="1"><v>${day}</v></c>`).join(''), { formats })).toEqual([
    [
      ...['1900-01-01', '1900-02-28', '1900-03-01', '2024-01-31', '2024-01-31T08:30:00', '18:00:00'],
      '9999-12-31T12:00:00',
    ],
  ]);
  const others = formats.map((_code, index) => `<c s="${index + 1}"><v>1.5</v></c>`).join('');
  const first = '1900-01-01T12:00:00';
  expect(await cells(others, { formats })).toEqual([[first, first, first, '1.5', '1.5', '1.5', '1.5']]);
});

test('where days are counted from 1904 they are', async () => {
  const content = { formats: ['yyyy-mm-dd'], properties: 'date1904="1"' };
  expect(await cells('<c s="1"><v>1</v></c><c s="1"><v>43860</v></c>', content)).toEqual([
    ['1904-01-02', '2024-01-31'],
  ]);
});

test.each(['60', '-1', '2958466', '1E+300'])('there is no day %s', async (value) => {
  expect(await faults(`<c s="1"><v>${value}</v></c>`, { formats: ['d/m/yy'] })).toEqual([
    `0: the number ${value} is formatted as a date, and is none`,
  ]);
});

test('dates as ISO text and truth values', async () => {
  const row = '<c t="d"><v>2024-01-31T00:00:00</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c>';
  expect(await cells(row)).toEqual([['2024-01-31T00:00:00', 'true', 'false']]);
});

test('a formula counts by the result that was saved, and without one is wrong', async () => {
  expect(await cells('<c><f>A2*2</f><v>7</v></c><c t="str"><f>""</f><v></v></c><c><v>1</v></c>')).toEqual([
    ['7', '', '1'],
  ]);
  const none = 'the formula has no result that was saved: open the file in a spreadsheet program and save it';
  expect(
    await faults(
      '<c><f>A2</f></c><c><f>A2</f><v/></c><c t="str"><f>A2</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    ),
  ).toEqual([`0: ${none}`, `1: ${none}`, `2: ${none}`, '3: it shows the error #DIV/0!']);
});

test('a cell that holds no number, or too much, is wrong, and the others of its row are read', async () => {
  const strings = `<si><t>${'x'.repeat(40_000)}</t></si><si><t>bien</t></si>`;
  const row = '<c><v>abc</v></c><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c><v> </v></c>';
  const { rows } = await readAll(sheetOf(`<row r="3">${row}</row>`, { strings }));
  expect(rows).toMatchObject([{ number: 3, cells: ['', '', 'bien'] }]);
  expect(rows.flatMap(faultsOf)).toEqual([
    '0: abc stands where there ought to be a number',
    '1: it has 40,000 characters; at most 32,767 are taken',
    '3:   stands where there ought to be a number',
  ]);
});

test('rows have their own numbers, and cells their own columns, whether they say so or not', async () => {
  const text = (place: string, letter: string): string =>
    `<c ${place} t="inlineStr"><is><t>${letter}</t></is></c>`;
  const rows =
    `<row r="2">${text('r="B2"', 'b')}${text('', 'c')}${text('r="AA2"', 'aa')}</row>` +
    '<row r="3"/><row r="4"><c r="A4" s="1"/><c r="XFD4"/></row>' +
    `<row>${text('', 'a')}</row><row r="6">${text('', ' ')}</row><row r="1048576">${text('', 'z')}</row>`;
  const { rows: read } = await readAll(sheetOf(rows, { formats: ['0'] }));
  expect(read.map(({ number }) => number)).toEqual([2, 5, 1_048_576]);
  expect(read[0]?.cells).toEqual(['', 'b', 'c', ...Array.from({ length: 23 }, () => ''), 'aa']);
  expect(read[1]?.cells).toEqual(['a']);
});

test('the sheet is the one that is named, or the first that is not hidden', async () => {
  const sheets = {
    Oculta: inlineRows([['no']]),
    Productos: inlineRows([['sí']]),
    'Año 2024': inlineRows([['otra']]),
  };
  const hide = (xml: string): string => xml.replace('name="Oculta"', 'name="Oculta" state="hidden"');
  const plain = partOf(sheets, 'xl/workbook.xml');
  const content = xlsxOf({ sheets, parts: { 'xl/workbook.xml': hide(plain) } });
  expect(await readAll(content)).toMatchObject({
    kind: 'xlsx',
    sheets: ['Productos', 'Año 2024'],
    sheet: 'Productos',
    rows: [{ cells: ['sí'] }],
  });
  expect(await cellsOf(content, { sheet: ' año 2024' })).toEqual([['otra']]);
  expect(await cellsOf(content, { sheet: 'Oculta' })).toEqual([['no']]);
  expect(await whyNot(content, { sheet: 'Precios' })).toBe(
    'it has no sheet Precios; there is: Productos, Año 2024',
  );
  expect(await whyNot(xlsxOf({}))).toBe('it has no sheet with cells');
});

function partOf(sheets: Record<string, string>, name: string): string {
  const names = Object.keys(sheets);
  expect(name).toBe('xl/workbook.xml');
  const all = names.map(
    (each, index) => `<sheet name="${each}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `<workbook xmlns:r="x"><sheets>${all.join('')}</sheets></workbook>`;
}

test('what other programs write is read too: prefixes, UTF-16, other names of parts, both editions of the standard', async () => {
  const strict = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
  const parts = {
    '[Content_Types].xml': '<ct:Types xmlns:ct="t"/>',
    '_rels/.rels': `<Relationships><Relationship Id="x" Type="${strict}/officeDocument" Target="/Libro/main.xml"/></Relationships>`,
    'Libro/main.xml':
      '<x:workbook xmlns:x="m" xmlns:rel="r"><x:sheets><x:sheet name="Ñandú" rel:id="a"/></x:sheets></x:workbook>',
    'Libro/_rels/main.xml.rels': `<Relationships><Relationship Id="a" Type="${strict}/worksheet" Target="../hojas/la%20hoja.xml"/></Relationships>`,
    'HOJAS\\La Hoja.xml': Buffer.from(
      '\ufeff<?xml version="1.0" encoding="utf-16"?><x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>ñ</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>',
      'utf16le',
    ),
  };
  expect(await readAll(xlsxOf({ parts: { ...parts } }))).toMatchObject({
    sheet: 'Ñandú',
    rows: [{ cells: ['ñ'] }],
  });
});

test('any texts come back as they were written, shared or not, at any length of the file', async () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'ñ', '€', '🛒', '&', '<', '"', ' ', '_', '\n'),
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(text, { maxLength: 6 }), { maxLength: 40 }), async (rows) => {
      const all = rows.flat();
      const strings = all.map((each) => `<si><t>${escaped(each)}</t></si>`).join('');
      let next = 0;
      const shared = rows
        .map((row) => `<row>${row.map(() => `<c t="s"><v>${next++}</v></c>`).join('')}</row>`)
        .join('');
      const expected = rows
        .map((row) => row.slice(0, row.findLastIndex((each) => each !== '') + 1))
        .filter((row) => row.some((each) => each.trim() !== ''));
      expect(await cellsOf(sheetOf(shared, { strings }))).toEqual(expected);
      expect(await cellsOf(sheetOf(inlineRows(rows)))).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test('limits: rows, columns, the length of a cell, what is unpacked', async () => {
  const limits = { rows: 2, columns: 3, cellCharacters: 4, bytes: 100_000 };
  expect(await cellsOf(sheetOf(inlineRows([['a', 'b', 'c'], [], ['d']])), { limits })).toHaveLength(2);
  expect(await whyNot(sheetOf(inlineRows([['a'], [], ['b'], ['c']])), { limits })).toBe(
    'it has more than 2 rows',
  );
  expect(await whyNot(sheetOf(inlineRows([[], ['a', '', '', 'd']])), { limits })).toBe(
    'row 2 has something beyond column 3',
  );
  expect(await cellsOf(sheetOf(inlineRows([['a', '', '', '']])), { limits })).toEqual([['a']]);
  const { rows } = await readAll(sheetOf(inlineRows([['abcde', 'abcd']])), { limits });
  expect(rows.flatMap(faultsOf)).toEqual(['0: it has 5 characters; at most 4 are taken']);
  const large = { ...limits, rows: 10_000, bytes: 2 * 1024 * 1024 };
  const noise = Array.from({ length: 60_000 }, (_each, index) => [String((index * 7919) % 9973)]);
  expect(await whyNot(sheetOf(inlineRows(noise)), { limits: large })).toBe('it holds more than 2 MB');
});

const OPEN_FILES = '/proc/self/fd';
const openFiles = (): number => (existsSync(OPEN_FILES) ? readdirSync(OPEN_FILES).length : 0);

test('who stops reading leaves nothing open, and rows can be read once more', async () => {
  const noise = Array.from({ length: 50_000 }, (_each, index) => [`texto ${index}`, String(index ** 2)]);
  const before = openFiles();
  await withFile(sheetOf(inlineRows(noise)), async (path) => {
    await using book = await openSpreadsheet(path);
    for (let time = 0; time < 3; time += 1) {
      for await (const row of book.rows()) {
        expect(row.cells).toEqual(['texto 0', '0']);
        break;
      }
    }
  });
  expect(openFiles()).toBe(before);
});

test('the system failing is no fault of the file', async () => {
  await withFile('a,b', async (path) => {
    renameSync(path, join(path, '..', 'moved'));
    await expect(openSpreadsheet(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
