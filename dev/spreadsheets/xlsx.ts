import { crc32, deflateRawSync } from 'node:zlib';

/** A part of a zip, and what its directory says of it where that is not true. */
export interface Part {
  name: string;
  content: string | Buffer;
  flags?: number;
  method?: number;
  says?: { crc?: number; size?: number; packedSize?: number; offset?: number; extra?: Buffer };
}

const LOCAL = 0x04034b50;
const DIRECTORY = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;

export function zipOf(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, flags = 0, method = DEFLATED, says = {} } of parts) {
    const bytes = Buffer.from(content as string);
    const packed = method === DEFLATED ? deflateRawSync(bytes) : bytes;
    const { crc = crc32(bytes), size = bytes.length, packedSize = packed.length, extra } = says;
    const common = numbers([2, 20], [2, flags], [2, method], [4, 0], [4, crc], [4, packedSize], [4, size]);
    const encoded = Buffer.from(name);
    const local = [numbers([4, LOCAL]), common, numbers([2, encoded.length], [2, 0]), encoded, packed];
    directory.push(
      numbers([4, DIRECTORY], [2, 20]),
      common,
      numbers([2, encoded.length], [2, extra?.length ?? 0], [2, 0], [2, 0], [2, 0], [4, 0]),
      numbers([4, says.offset ?? offset]),
      encoded,
      extra ?? Buffer.alloc(0),
    );
    locals.push(...local);
    offset += Buffer.concat(local).length;
  }
  const listed = Buffer.concat(directory);
  const count = parts.length;
  const end = numbers([4, END], [4, 0], [2, count], [2, count], [4, listed.length], [4, offset], [2, 0]);
  return Buffer.concat([...locals, listed, end]);
}

export function numbers(...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}

export interface Content {
  /** What is between <sheetData> and its end, by the sheet's name. */
  sheets?: Record<string, string>;
  /** What is between <sst> and its end. */
  strings?: string;
  /** Codes of formats: the first is that of style 1. */
  formats?: readonly string[];
  properties?: string;
  /** Replaces or adds parts by name. */
  parts?: Record<string, string | Buffer>;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';

/** The parts of a workbook, as Excel names them. */
export function partsOf({
  sheets = {},
  strings,
  formats = [],
  properties = '',
  parts = {},
}: Content): Part[] {
  const names = Object.keys(sheets);
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const all: Record<string, string | Buffer> = {
    '[Content_Types].xml': `${HEAD}<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships ${PACKAGE}>${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook ${MAIN} xmlns:r="${OFFICE}"><workbookPr ${properties}/><sheets>${names
      .map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships ${PACKAGE}>${[
      ...names.map((_name, index) =>
        relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`),
      ),
      relation('rId901', 'styles', 'styles.xml'),
      ...(strings === undefined ? [] : [relation('rId902', 'sharedStrings', '/xl/sharedStrings.xml')]),
    ].join('')}</Relationships>`,
    'xl/styles.xml': stylesOf(formats),
    ...(strings !== undefined && { 'xl/sharedStrings.xml': `${HEAD}<sst ${MAIN}>${strings}</sst>` }),
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `${HEAD}<worksheet ${MAIN}><sheetData>${sheets[name]}</sheetData><pageMargins left="0.7"/></worksheet>`,
      ]),
    ),
    ...parts,
  };
  return Object.entries(all).map(([name, content]) => ({ name, content }));
}

const FIRST_OWN_FORMAT = 164;

function stylesOf(formats: readonly string[]): string {
  const codes = formats.map(
    (code, index) => `<numFmt numFmtId="${FIRST_OWN_FORMAT + index}" formatCode="${escaped(code)}"/>`,
  );
  const styles = formats.map((_code, index) => `<xf numFmtId="${FIRST_OWN_FORMAT + index}"/>`);
  return `${HEAD}<styleSheet ${MAIN}><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`;
}

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export const xlsxOf = (content: Content): Buffer => zipOf(partsOf(content));

/** A sheet of texts, as programs write them that share none. */
export function inlineRows(rows: readonly (readonly string[])[]): string {
  return rows
    .map((cells) => {
      const all = cells.map((text) => `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`);
      return `<row>${all.join('')}</row>`;
    })
    .join('');
}
