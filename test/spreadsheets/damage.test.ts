import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SpreadsheetError } from '../../src/spreadsheets/index.ts';
import { readAll } from '../support/spreadsheets.ts';
import { partsOf, xlsxOf, zipOf } from '../../dev/spreadsheets/xlsx.ts';

const STRINGS = '<si><t>Ñandú &amp; &#241; &#x1F6D2;</t></si><si><r><t>b</t></r></si>';
const SHEET =
  '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><f>1</f><v>45322.5</v></c></row>' +
  '<row r="2"><c t="inlineStr"><is><t><![CDATA[x]]></t></is></c><!-- y --><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>';
const content = { sheets: { Hoja1: SHEET }, strings: STRINGS, formats: ['dd/mm/yyyy'] };
const good = xlsxOf(content);
const csv = Buffer.from('\ufeffid;nombre;"precio"\r\n007;"Ñandú ""x""";1.234,50\r\n\r\n8;y;2\r\n');

/** Read, or refused as a file is: everything else is a defect in this program. */
async function readOrRefused(file: Buffer): Promise<'read' | 'refused'> {
  try {
    await readAll(file);
    return 'read';
  } catch (error) {
    if (error instanceof SpreadsheetError) return 'refused';
    throw error;
  }
}

const changes = (length: number) =>
  fc.array(fc.tuple(fc.nat(length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });

function changed(file: Buffer, bytes: readonly (readonly [at: number, byte: number])[]): Buffer {
  const copy = Buffer.from(file);
  for (const [at, byte] of bytes) copy[at] = byte;
  return copy;
}

test('whatever bytes of an .xlsx are others, it is read or refused', async () => {
  expect(await readOrRefused(good)).toBe('read');
  await fc.assert(
    fc.asyncProperty(changes(good.length), async (bytes) => {
      await readOrRefused(changed(good, bytes));
    }),
    { numRuns: 150 },
  );
});

test('an .xlsx that is cut off anywhere is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), async (length) => {
      if (length > 3) expect(await readOrRefused(good.subarray(0, length))).toBe('refused');
    }),
    { numRuns: 60 },
  );
});

test.each([
  'xl/worksheets/sheet1.xml',
  'xl/sharedStrings.xml',
  'xl/workbook.xml',
  'xl/styles.xml',
  'xl/_rels/workbook.xml.rels',
])('whatever stands in %s, the file is read or refused', async (name) => {
  const parts = partsOf(content);
  const part = Buffer.from(parts.find((each) => each.name === name)?.content as string);
  await fc.assert(
    fc.asyncProperty(changes(part.length), async (bytes) => {
      const others = parts.map((each) =>
        each.name === name ? { ...each, content: changed(part, bytes) } : each,
      );
      await readOrRefused(zipOf(others));
    }),
    { numRuns: 40 },
  );
});

test('whatever bytes of a .csv are others, it is read or refused', async () => {
  expect(await readOrRefused(csv)).toBe('read');
  await fc.assert(
    fc.asyncProperty(changes(csv.length), async (bytes) => {
      await readOrRefused(changed(csv, bytes));
    }),
    { numRuns: 150 },
  );
});

test.each(['&#x110000;', '&#99999999999999999999;', '&#0;', '&#xD800;', '&x;', '&;', '&amp'])(
  'the entity %s is no character',
  async (entity) => {
    expect(await readOrRefused(xlsxOf({ ...content, strings: `<si><t>${entity}</t></si>` }))).toBe('refused');
  },
);
