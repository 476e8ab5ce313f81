import { Zip, ZipDeflate } from 'fflate';
import { type Cell, NOT_AVAILABLE } from '../cell.ts';
import { columnName } from './place.ts';

const PIECE_CHARACTERS = 64 * 1024;
const LEVEL = { level: 1 } as const;
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Places in the styles: whole numbers with all their digits, texts, texts that would be formulas if somebody typed them, headings. */
const STYLE = { whole: 1, text: 2, guarded: 3, heading: 4 } as const;
const FORMULA = /^\s*[=+\-@]/;
/** What XML cannot hold, and what would be read as such; a carriage return would come back as a line feed. */
const UNWRITTEN = /(?![\t\n])[\p{Cc}\uFFFE\uFFFF]|_(?=x[0-9a-f]{4}_)/giu;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

interface XlsxOptions {
  readonly sheet: string;
  /** Of a column by its heading, in characters. */
  widthOf(heading: string): number;
}

/** An .xlsx of one sheet whose first row is headings, as its rows come: nothing is written before the first of them are there. */
export async function* writeXlsx(
  rows: AsyncIterable<readonly Cell[]>,
  options: XlsxOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error !== null) throw error;
    ready.push(piece);
  });
  const part = (name: string): ZipDeflate => {
    const file = new ZipDeflate(name, LEVEL);
    zip.add(file);
    return file;
  };
  const pieces = sheetOf(rows, options);
  try {
    let next = await pieces.next();
    for (const [name, xml] of partsOf(options)) part(name).push(Buffer.from(HEAD + xml), true);
    const sheet = part('xl/worksheets/sheet1.xml');
    for (; next.done !== true; next = await pieces.next()) {
      sheet.push(Buffer.from(next.value));
      yield* ready.splice(0);
    }
    sheet.push(new Uint8Array(), true);
    zip.end();
    yield* ready.splice(0);
  } finally {
    await pieces.return();
  }
}

async function* sheetOf(
  rows: AsyncIterable<readonly Cell[]>,
  { widthOf }: XlsxOptions,
): AsyncGenerator<string, void, undefined> {
  let piece = '';
  let number = 0;
  for await (const row of rows) {
    number += 1;
    if (number === 1) piece += beginningOf(row.map((cell) => widthOf(typeof cell === 'string' ? cell : '')));
    const cells = row.map((cell, column) => cellOf(cell, `${columnName(column)}${number}`, number === 1));
    piece += `<row r="${number}">${cells.join('')}</row>`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}</sheetData></worksheet>`;
}

/** The headings stay where they are while somebody scrolls. */
function beginningOf(widths: readonly number[]): string {
  const columns = widths.map((width, index) => {
    const number = index + 1;
    return `<col min="${number}" max="${number}" width="${width}" customWidth="1"/>`;
  });
  const top = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const views = `<sheetViews><sheetView workbookViewId="0">${top}</sheetView></sheetViews>`;
  return `${HEAD}<worksheet xmlns="${MAIN}">${views}<cols>${columns.join('')}</cols><sheetData>`;
}

function cellOf(cell: Cell, place: string, isHeading: boolean): string {
  if (cell === '') return '';
  if (cell === null) return `<c r="${place}" t="e"><v>${NOT_AVAILABLE}</v></c>`;
  if (typeof cell === 'object') {
    const style = cell.number.includes('.') ? '' : ` s="${STYLE.whole}"`;
    return `<c r="${place}"${style}><v>${cell.number}</v></c>`;
  }
  const style = isHeading ? STYLE.heading : FORMULA.test(cell) ? STYLE.guarded : STYLE.text;
  return `<c r="${place}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(UNWRITTEN, (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll(/[&<>]/g, (char) => ENTITIES[char] as string);
}

/** What says that this is a workbook comes first: some programs look no further. */
function partsOf({ sheet }: XlsxOptions): [name: string, xml: string][] {
  return [
    ['[Content_Types].xml', contentTypes],
    ['_rels/.rels', relations(['officeDocument', 'xl/workbook.xml'])],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml']),
    ],
    ['xl/styles.xml', styles],
  ];
}

function relations(...targets: readonly [type: string, target: string][]): string {
  const all = targets.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;
}

const contentTypes = `<Types xmlns="${PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/>
</Types>`;

const format = (attributes: string, font = 0): string =>
  `<xf xfId="0" fontId="${font}" fillId="0" borderId="0" ${attributes}/>`;
const TEXT = 'numFmtId="49" applyNumberFormat="1"';
const font = (weight: string): string => `<font>${weight}<sz val="11"/><name val="Calibri"/></font>`;
const styles = `<styleSheet xmlns="${MAIN}">
<fonts count="2">${font('')}${font('<b/>')}</fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5">${format('numFmtId="0"')}${format('numFmtId="1" applyNumberFormat="1"')}${format(TEXT)}${format(`${TEXT} quotePrefix="1"`)}${format(`${TEXT} applyFont="1"`, 1)}</cellXfs>
</styleSheet>`;
