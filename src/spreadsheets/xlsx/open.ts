import { phrase } from '../phrase.ts';
import { SpreadsheetError } from '../refused.ts';
import { LIMITS, type Limits, megabytes, type Row } from '../row.ts';
import type { OpenOptions, Spreadsheet } from '../spreadsheet.ts';
import { type Archive, openArchive } from './archive.ts';
import { Formats } from './formats.ts';
import { SharedStrings } from './shared-strings.ts';
import { SheetReader } from './sheet.ts';
import { chooseSheet, readWorkbook, type Sheet, type Workbook } from './workbook.ts';
import { readXml, XmlReader } from './xml.ts';

/** How much is parsed before its rows are handed on: where cells name long texts, their rows are hundreds of times as large. */
const STEP_BYTES = { usual: 4096, ofLongTexts: 512 };
const LONG_CHARACTERS = 4096;

/** Cells may all name the same long description; what a file can make of that ends somewhere. */
const FREE_CHARACTERS = 64 * 1024 * 1024;
const MOST_TIMES = 16;

export async function openXlsx(path: string, { sheet, limits: own }: OpenOptions): Promise<Spreadsheet> {
  const limits = { ...LIMITS, ...own };
  const archive = await openArchive(path, limits);
  try {
    const workbook = await readWorkbook(archive);
    const chosen = chooseSheet(workbook, sheet);
    return {
      kind: 'xlsx',
      encoding: null,
      delimiter: null,
      sheets: workbook.sheets.map(({ name }) => name),
      sheet: chosen.name,
      rows: () => rowsOf(archive, workbook, chosen, limits),
      [Symbol.asyncDispose]: () => archive.close(),
    };
  } catch (error) {
    await archive.close();
    throw error;
  }
}

async function* rowsOf(
  archive: Archive,
  { sharedStrings, styles, from1904 }: Workbook,
  { part }: Sheet,
  limits: Limits,
): AsyncGenerator<Row> {
  const strings = new SharedStrings();
  try {
    const formats = new Formats();
    if (styles !== undefined) await readXml(archive.read(styles), formats);
    if (sharedStrings !== undefined) await strings.read(archive, sharedStrings, limits);
    const sheet = new SheetReader({ strings, formats, from1904 }, limits);
    const xml = new XmlReader(sheet);
    const step = strings.longest > LONG_CHARACTERS ? STEP_BYTES.ofLongTexts : STEP_BYTES.usual;
    let bytes = strings.bytes;
    for await (const piece of archive.read(part)) {
      bytes += piece.length;
      for (let at = 0; at < piece.length; at += step) {
        xml.write(piece.subarray(at, at + step));
        for (const row of sheet.take()) yield row;
        refuseExcess(sheet.characters, bytes);
      }
    }
    xml.end();
  } finally {
    strings.close();
  }
}

function refuseExcess(characters: number, bytes: number): void {
  const most = FREE_CHARACTERS + bytes * MOST_TIMES;
  if (characters > most) throw new SpreadsheetError(phrase('too_much_text', { mostMb: megabytes(most) }));
}
