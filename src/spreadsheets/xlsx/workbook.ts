import { printable } from '../../platform/text.ts';
import { phrase } from '../phrase.ts';
import { SpreadsheetError } from '../refused.ts';
import { type Archive, damaged, partName } from './archive.ts';
import { type Attributes, readXml } from './xml.ts';

/** What a workbook says of itself before any cell is read. */
export interface Workbook {
  /** As they stand in the tabs, without what is hidden and what has no cells. */
  readonly sheets: readonly Sheet[];
  readonly hiddenSheets: readonly Sheet[];
  readonly sharedStrings: string | undefined;
  readonly styles: string | undefined;
  /** Whether its days are counted from 1904, as on old Macintoshes. */
  readonly from1904: boolean;
}

export interface Sheet {
  readonly name: string;
  readonly part: string;
}

const CONTENT_TYPES = '[content_types].xml';
const SHOWN_CHARACTERS = 60;
const TRUE = /^(?:1|true)$/i;

export async function readWorkbook(archive: Archive): Promise<Workbook> {
  await refuseOthers(archive);
  const main = (await relationsOf(archive, '')).find(({ type }) => type === 'officeDocument')?.part;
  if (main === undefined || !archive.names.has(main)) throw new SpreadsheetError(phrase('no_spreadsheet'));
  const relations = await relationsOf(archive, main);
  const worksheets = new Map(
    relations.flatMap(({ id, type, part }) => (type === 'worksheet' ? [[id, part]] : [])),
  );
  const partOf = (kind: string): string | undefined =>
    relations.find(({ type, part }) => type === kind && archive.names.has(part))?.part;
  const sheets: (Sheet & { isHidden: boolean })[] = [];
  let from1904 = false;
  await readXml(archive.read(main), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = TRUE.test(attributes['date1904'] ?? '');
      const part = name === 'sheet' ? worksheets.get(relationIn(attributes)) : undefined;
      if (part === undefined) return;
      const isHidden = /hidden/i.test(attributes['state'] ?? '');
      sheets.push({ name: attributes['name'] ?? '', part, isHidden });
    },
  });
  return {
    sheets: sheets.filter(({ isHidden }) => !isHidden),
    hiddenSheets: sheets.filter(({ isHidden }) => isHidden),
    sharedStrings: partOf('sharedStrings'),
    styles: partOf('styles'),
    from1904,
  };
}

/** The sheet of this name, also where it is hidden; without a name, the first that is not. */
export function chooseSheet({ sheets, hiddenSheets }: Workbook, name: string | undefined): Sheet {
  const folded = (text: string): string => text.trim().toLowerCase();
  const chosen =
    name === undefined
      ? sheets[0]
      : [...sheets, ...hiddenSheets].find((sheet) => folded(sheet.name) === folded(name));
  if (chosen !== undefined) return chosen;
  if (name === undefined || sheets.length === 0) throw new SpreadsheetError(phrase('no_sheet'));
  const names = sheets.map((sheet) => printable(sheet.name, SHOWN_CHARACTERS));
  throw new SpreadsheetError(
    phrase('sheet_unknown', { sheet: printable(name, SHOWN_CHARACTERS), sheets: names }),
  );
}

/** By what is in it: a name can be changed. */
async function refuseOthers({ names, read }: Archive): Promise<void> {
  const refuseWith = (why: 'open_document' | 'no_spreadsheet' | 'macros' | 'binary_workbook'): never => {
    throw new SpreadsheetError(phrase(why));
  };
  if (names.has('mimetype')) refuseWith('open_document');
  if (!names.has(CONTENT_TYPES)) refuseWith('no_spreadsheet');
  if ([...names].some((name) => /(?:^|\/)(?:vbaproject\w*\.bin$|macrosheets\/)/.test(name))) {
    refuseWith('macros');
  }
  await readXml(read(CONTENT_TYPES), {
    open(_name, { ContentType: type = '' }) {
      // An .xlsb says of itself that it may have macros.
      if (/sheet\.binary/i.test(type)) refuseWith('binary_workbook');
      if (/macroEnabled|vbaProject|macrosheet/i.test(type)) refuseWith('macros');
    },
  });
}

interface Relation {
  id: string;
  /** The last word of its address: the addresses of the two editions of the standard differ before it. */
  type: string;
  part: string;
}

/** What a part refers to within the archive; '' is the archive itself. */
async function relationsOf(archive: Archive, part: string): Promise<Relation[]> {
  const slash = part.lastIndexOf('/') + 1;
  const rels = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
  const found: Relation[] = [];
  if (!archive.names.has(rels)) return found;
  await readXml(archive.read(rels), {
    open(_name, { Id: id, Type: type = '', Target: target, TargetMode: mode }) {
      if (id === undefined || target === undefined || mode === 'External') return;
      found.push({ id, type: type.slice(type.lastIndexOf('/') + 1), part: resolved(target, part) });
    },
  });
  return found;
}

function resolved(target: string, from: string): string {
  try {
    return partName(decodeURI(new URL(target, `part:/${from}`).pathname));
  } catch (error) {
    throw damaged(error);
  }
}

/** "r:id" as a rule; what stands before the colon is the program's choice. */
function relationIn(attributes: Attributes): string {
  const name = Object.keys(attributes).find((key) => key.endsWith(':id')) ?? '';
  return attributes[name] ?? '';
}
