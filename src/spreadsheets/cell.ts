/** What is written into a cell: a text, '' for none; a number as a decimal text such as "-1234.5"; null where a value cannot be said. */
export type Cell = string | { readonly number: string } | null;

/** How spreadsheet programs show that a value is not there: who reads it again meets an error, and nothing that is empty. */
export const NOT_AVAILABLE = '#N/A';
