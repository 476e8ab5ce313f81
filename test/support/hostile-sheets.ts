import { randomBytes } from 'node:crypto';
import { numbers, type Part, partsOf, xlsxOf, zipOf } from '../../dev/spreadsheets/xlsx.ts';

const CELL = '<row><c><v>1</v></c></row>';
const plain = (): Part[] => partsOf({ sheets: { Hoja1: CELL } });
const SHEET = 'xl/worksheets/sheet1.xml';
/** A zip whose sheet is as this changes it. */
const withSheet = (change: (sheet: Part) => Part): Buffer =>
  zipOf(plain().map((part) => (part.name === SHEET ? change(part) : part)));
const sheetSays = (says: NonNullable<Part['says']>): Buffer => withSheet((sheet) => ({ ...sheet, says }));
const rows = (xml: string, strings?: string): Buffer =>
  xlsxOf({ sheets: { Hoja1: xml }, ...(strings !== undefined && { strings }) });

const KB = 1024;
const MB = KB * KB;
const ALL_BITS = 0xffffffff;
const zip64 = (size: string): Buffer => Buffer.concat([numbers([2, 1], [2, 8]), Buffer.from(size, 'hex')]);

/** Texts that are worth little in a zip and much in memory. */
const LAUGHS = `<!DOCTYPE x [<!ENTITY a "${'ja'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]>`;

/** A file whose directory is said to lie 2^63 bytes away. */
function farDirectory(): Buffer {
  const file = rows(CELL);
  const locator = Buffer.concat([
    numbers([4, 0x07064b50], [4, 0]),
    Buffer.from('0000000000000080', 'hex'),
    numbers([4, 1]),
  ]);
  const end = file.length - 22;
  return Buffer.concat([file.subarray(0, end), locator, file.subarray(end)]);
}

/** What a file in the way of old Office documents has in its first pages. */
function compound(stream: string): Buffer {
  const file = Buffer.alloc(8 * KB);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(1, 48);
  file.write(stream, 2 * 512 + 128, 'utf16le');
  return file;
}

function overlapping(): Buffer {
  const parts = plain();
  return zipOf([...parts, { name: 'xl/other.xml', content: CELL, says: { offset: 0 } }]);
}

function damagedBytes(): Buffer {
  const noise = Array.from(
    { length: 3000 },
    (_each, index) => `<row><c><v>${(index * 7919) % 9973}</v></c></row>`,
  );
  return withSheet((sheet) => ({
    ...sheet,
    content: String(sheet.content).replace(CELL, noise.join('')),
    says: { crc: 1 },
  }));
}

const FIFTEEN = Array.from({ length: 15 }, (_each, index) => index);
const FIFTEEN_CELLS = FIFTEEN.map((index) => `<c t="s"><v>${index}</v></c>`).join('');
const FIFTEEN_TEXTS = FIFTEEN.map((index) => `<si><t>${index}${'x'.repeat(30 * KB)}</t></si>`).join('');

const repeated = (text: string, bytes: number): string => text.repeat(Math.ceil(bytes / text.length));

/** Files that are damaged, or made to do harm, each with what is said of it. */
export const hostileSheets: Readonly<Record<string, readonly [content: () => Buffer, why: string]>> = {
  'a zip bomb': [() => rows(repeated('<row/>', 8 * MB)), 'more than 250 times as large'],
  'a bomb that denies its size': [
    () => withSheet((sheet) => ({ ...sheet, content: repeated(' ', 8 * MB), says: { size: 9000 } })),
    'damaged or incomplete',
  ],
  'a size of 2^63': [
    () => sheetSays({ size: ALL_BITS, extra: zip64('0000000000000080') }),
    'more than 512 MB',
  ],
  'a directory 2^63 bytes away': [farDirectory, 'damaged or incomplete'],
  'parts that overlap': [overlapping, 'overlap'],
  'a part that is there twice': [
    () => zipOf([...plain(), { name: 'XL/Worksheets/Sheet1.xml', content: CELL }]),
    'the part xl/worksheets/sheet1.xml twice',
  ],
  'more parts than any workbook has': [
    () =>
      zipOf([
        ...plain(),
        ...Array.from({ length: 10_001 }, (_each, index) => ({ name: `${index}`, content: '', method: 0 })),
      ]),
    'more than 10,000 parts',
  ],
  'a path out of the archive': [() => zipOf([...plain(), { name: '../../etc/x', content: '' }]), 'damaged'],
  'a checksum that does not fit': [damagedBytes, 'damaged or incomplete'],
  'a file that was cut off': [() => rows(CELL).subarray(0, -40), 'damaged or incomplete'],
  'entities that multiply': [
    () => withSheet((sheet) => ({ ...sheet, content: `${LAUGHS}<worksheet/>` })),
    'a DOCTYPE',
  ],
  'a DOCTYPE without an end': [
    () => withSheet((sheet) => ({ ...sheet, content: `<!DOCTYPE x [${randomText(4 * MB)}` })),
    'a single text of more than 524,288 characters',
  ],
  'another charset': [
    () =>
      withSheet((sheet) => ({
        ...sheet,
        content: '<?xml version="1.0" encoding="ISO-8859-1"?><worksheet/>',
      })),
    'written in ISO-8859-1',
  ],
  'bytes that are no UTF-8': [
    () => withSheet((sheet) => ({ ...sheet, content: Buffer.from('<worksheet a="\xff"/>', 'latin1') })),
    'damaged',
  ],
  'elements within elements': [
    () => rows(`${CELL}</sheetData>${repeated('<a>', 2 * MB)}`),
    'damaged or incomplete',
  ],
  'a row beyond the last': [() => rows('<row r="1048577"><c><v>1</v></c></row>'), 'A1048577'],
  'a column beyond the last': [() => rows('<row r="1"><c r="XFE1"><v>1</v></c></row>'), 'the cell XFE1'],
  'rows that go back': [() => rows('<row r="2"/><row r="2"/>'), 'damaged or incomplete'],
  'a text that is not there': [() => rows('<row><c t="s"><v>7</v></c></row>'), 'damaged or incomplete'],
  'a text of 1 MB in 12,000 cells': [
    () => rows('<row><c t="s"><v>0</v></c></row>'.repeat(12_000), `<si><t>${randomText(MB)}</t></si>`),
    'a single text of more than 524,288 characters',
  ],
  'texts of 30 KB in 10,000 cells': [
    () => rows(`<row>${FIFTEEN_CELLS}</row>`.repeat(700), FIFTEEN_TEXTS),
    'MB of text',
  ],
  'a comment without an end': [() => rows(`<!--${randomText(4 * MB)}`), 'a single text'],
  macros: [() => xlsxOf({ sheets: { Hoja1: CELL }, parts: { 'xl/vbaProject.bin': 'x' } }), 'macros'],
  'macros by another name': [
    () =>
      xlsxOf({
        sheets: { Hoja1: CELL },
        parts: {
          '[Content_Types].xml':
            '<Types><Default Extension="x" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
        },
      }),
    'macros',
  ],
  'an .xlsb': [
    () =>
      xlsxOf({
        parts: {
          '[Content_Types].xml':
            '<Types><Default ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        },
      }),
    'an .xlsb',
  ],
  'a password': [() => compound('EncryptedPackage'), 'protected by a password'],
  'a password of the zip': [
    () => zipOf(plain().map((part) => ({ ...part, flags: 1 }))),
    'protected by a password',
  ],
  'an old .xls': [() => compound('Workbook'), 'an .xls of an old Excel'],
  'an OpenDocument': [
    () => zipOf([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' }]),
    'OpenDocument',
  ],
  'a document': [
    () => zipOf([{ name: 'word/document.xml', content: '<x/>' }]),
    'neither an .xlsx nor a .csv',
  ],
  'a web page': [() => Buffer.from('\n<html><table><tr><td>1</td></tr></table></html>'), 'a web page'],
  'a PDF': [() => Buffer.from('%PDF-1.7\nx'), 'neither an .xlsx nor a .csv'],
  'a picture': [() => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'bytes that are no text'],
  nothing: [() => Buffer.alloc(0), 'empty'],
  'a quotation mark without an end': [
    () => Buffer.from(`a;b\n1;"${repeated('dos;2\n', 8 * MB)}`),
    'row 2 has more than 524,288 characters',
  ],
  'a line of a million cells': [
    () => Buffer.from(`a;b\n${';x'.repeat(500_000)}`),
    'something beyond column 256',
  ],
};

/** What no packing makes small. */
function randomText(characters: number): string {
  return randomBytes(characters / 2).toString('hex');
}
