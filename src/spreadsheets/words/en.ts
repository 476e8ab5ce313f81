import { formatsIn } from '../../platform/formats.ts';

const { number } = formatsIn('en-US');

export const en = {
  unreadable: ({ why }: { why: string }) => ({
    message: `the spreadsheet cannot be read: ${why}`,
    hint: 'save it once more as .xlsx or .csv with a spreadsheet program, and try again with that file',
  }),

  // Why a file is not read
  empty: 'the file is empty',
  no_spreadsheet: 'it is neither an .xlsx nor a .csv',
  old_excel: 'it is an .xls of an old Excel; open it and save it as .xlsx',
  protected: 'it is protected by a password; save it without one',
  macros: 'it holds macros, which are never run or kept; save it as .xlsx without macros',
  binary_workbook: 'it is an .xlsb; open it and save it as .xlsx',
  open_document: 'it is of OpenDocument or of another program; open it and save it as .xlsx',
  web_page: 'it is a web page or XML with the name of a spreadsheet; open it and save it as .xlsx',
  damaged: 'it is damaged or incomplete',
  too_many_parts: ({ most }: { most: number }) => `it is packed in more than ${number(most)} parts`,
  repeated_part: ({ name }: { name: string }) => `it holds the part ${name} twice`,
  overlapping: 'its packed parts overlap, which no spreadsheet program writes',
  too_large: ({ mostMb }: { mostMb: number }) => `it holds more than ${number(mostMb)} MB`,
  too_dense: ({ times }: { times: number }) =>
    `unpacked it is more than ${number(times)} times as large, as only files made to do harm are`,
  doctype: 'it holds a DOCTYPE, which no spreadsheet program writes',
  charset: ({ encoding }: { encoding: string }) => `it is written in ${encoding}, and an .xlsx is UTF-8`,
  beyond: ({ cell }: { cell: string }) =>
    `it names the cell ${cell}, and the last one that can be is XFD1048576`,
  too_many_rows: ({ most }: { most: number }) => `it has more than ${number(most)} rows`,
  too_many_columns: ({ most, row }: { most: number; row: number }) =>
    `row ${row} has something beyond column ${number(most)}`,
  too_many_texts: ({ most }: { most: number }) => `it has more than ${number(most)} different texts`,
  too_much_text: ({ mostMb }: { mostMb: number }) => `its cells hold more than ${number(mostMb)} MB of text`,
  endless: ({ most }: { most: number }) => `it holds a single text of more than ${number(most)} characters`,
  no_sheet: 'it has no sheet with cells',
  sheet_unknown: ({ sheet, sheets }: { sheet: string; sheets: readonly string[] }) =>
    `it has no sheet ${sheet}; there is: ${sheets.join(', ')}`,
  nul: 'it holds bytes that are no text; save it as .csv in UTF-8',
  encoding_unknown: ({ encoding }: { encoding: string }) => `there is no encoding ${encoding}`,
  not_in_encoding: ({ encoding }: { encoding: string }) => `it is not written in ${encoding}`,
  quote_open: ({ row }: { row: number }) => `a quotation mark opens in row ${row} and is never closed`,
  row_too_long: ({ row, most }: { row: number; most: number }) =>
    `row ${row} has more than ${number(most)} characters; perhaps a quotation mark opens there and is never closed`,

  // What is wrong with a cell, or with a row
  cell_digits_lost: ({ text }: { text: string }) =>
    `the number ${text} has more than 15 digits, of which a spreadsheet loses some: format the cell as text and type it again`,
  cell_without_value:
    'the formula has no result that was saved: open the file in a spreadsheet program and save it',
  cell_error: ({ text }: { text: string }) => `it shows the error ${text}`,
  cell_no_number: ({ text }: { text: string }) => `${text} stands where there ought to be a number`,
  cell_no_date: ({ text }: { text: string }) => `the number ${text} is formatted as a date, and is none`,
  cell_too_long: ({ length, most }: { length: number; most: number }) =>
    `it has ${number(length)} characters; at most ${number(most)} are taken`,
  surplus_cells: ({ cells, columns }: { cells: number; columns: number }) =>
    `the row has ${number(cells)} cells, and the first row names ${number(columns)} columns: a cell with a comma or semicolon in it needs quotation marks`,

  // Why a text is no decimal number
  decimal_wrong: ({ text }: { text: string }) => `${text} is no number`,
  decimal_ambiguous: ({ text }: { text: string }) =>
    `${text} can be read in two ways: say whether the comma or the point is the decimal mark`,
  decimal_grouped: ({ text }: { text: string }) =>
    `${text} is no number with thousands in groups of three digits`,
  decimal_digits_lost: ({ text }: { text: string }) =>
    `${text} is how a spreadsheet writes a number whose digits it shortened: format the cell as text and type it again`,
};
