import { formatsIn } from '../../platform/formats.ts';

const { number } = formatsIn('en-US');

/** What is said of a spreadsheet and its rows. */
export const rows = {
  columns_missing: ({ columns }: { columns: readonly string[] }) => ({
    message: `missing columns: ${columns.join(', ')}`,
    hint: 'the first row that has anything in it has to name the columns as the template does: delete what is above it, and rename headings that are spelt otherwise',
  }),
  column_twice: ({ column }: { column: string }) => ({
    message: `the column ${column} is there twice`,
    hint: 'leave one of them, or give the other another heading',
  }),
  rows_too_many: ({ most }: { most: number }) => ({
    message: `the spreadsheet has more than ${number(most)} rows`,
    hint: 'divide it into several, or raise UPLOAD_MAX_ROWS',
  }),
  nothing_in_it: {
    message: 'there is nothing in the spreadsheet',
    hint: 'the first row names the columns, as in the template, and each row below is a product',
  },

  // What is wrong with a row, or with a cell of it
  fields_empty: ({ columns }: { columns: readonly string[] }) =>
    `required fields are empty: ${columns.join(', ')}`,
  text_too_long: ({ length, most }: { length: number; most: number }) =>
    `it has ${number(length)} characters; at most ${number(most)} are taken`,
  number_negative: ({ text }: { text: string }) => `${text} is less than 0`,
  number_not_whole: ({ text }: { text: string }) => `${text} is no whole number`,
  number_too_large: ({ text }: { text: string }) => `${text} is too large`,
  decimals_too_many: ({ text, most }: { text: string; most: number }) =>
    `${text} has more than ${number(most)} decimals`,
  no_boolean: ({ text }: { text: string }) => `${text} is neither true nor false: write sí or no, 1 or 0`,
  cells_beyond: ({ cells, columns }: { cells: number; columns: number }) =>
    `the row has ${number(cells)} cells, and the first row names ${number(columns)} columns: move what slid to the right back into its column, or delete it`,

  // What other rows and products have to do with a row
  product_taken: ({ id, code }: { id: string; code: string }) =>
    `duplicate product (ID: ${id} or code: ${code})`,
  keys_of_others: ({ id, code }: { id: string; code: string }) =>
    `the ID ${id} or the code ${code} is of a product that cannot be replaced by this one: give this one another ID and another code`,
  keys_of_two: ({ id, code }: { id: string; code: string }) =>
    `the ID ${id} is of one product and the code ${code} of another: correct the one that is wrong`,
};
