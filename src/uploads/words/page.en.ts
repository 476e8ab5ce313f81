import { formatsIn } from '../../platform/formats.ts';
import type { Outcome } from '../page/outcome.ts';

const { number, plural } = formatsIn('en-US');

const rows = (count: number): string => plural(count, 'row', 'rows');
const products = (count: number): string => plural(count, 'product', 'products');

/** "2 products were created, 3 updated and 1 left as it was". */
function became({ created, updated, unchanged, isDryRun }: Outcome): string {
  const would = isDryRun ? 'would be' : '';
  const parts = [
    ...(created > 0 || updated + unchanged === 0
      ? [`${products(created)} ${would || (created === 1 ? 'was' : 'were')} created`]
      : []),
    ...(updated > 0 ? [`${products(updated)} ${would || (updated === 1 ? 'was' : 'were')} updated`] : []),
    ...(unchanged > 0 ? [`${number(unchanged)} had nothing new`] : []),
  ];
  return listed(parts);
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function failedRows({ failed, isDryRun }: Outcome): string {
  if (failed === 0) return '';
  const left = isDryRun ? 'would be left out' : failed === 1 ? 'was left out' : 'were left out';
  return ` ${failed === 1 ? '1 row has an error' : `${number(failed)} rows have errors`} and ${left}.`;
}

const REST =
  'For the rest, upload the file again with “Update products that are there already” ticked: what has come in is not changed by that.';

/** The page for whoever uploads: what stands on it, and what its program says. */
export const pageEn = {
  locale: 'en-GB',
  title: 'Upload products',
  intro: 'From a spreadsheet to the catalogue. You see how the file is understood before anything is saved.',
  language: 'Language',
  loggedInAs: (name: string): string => `Logged in as ${name}`,
  logOut: 'Log out',
  needsScript: 'This page needs JavaScript. Let it run here, or ask whoever looks after the program.',
  new: 'New upload',
  supplier: 'Supplier',
  supplierHint: 'Its code in the catalogue, such as PROV001',
  file: 'Spreadsheet',
  choose: 'Choose a file, or drop it here',
  fileHint: (mb: number): string => `Excel (.xlsx) or CSV (.csv), up to ${number(mb)} MB`,
  templates: 'Without one?',
  template: 'Download the empty template',
  example: 'the template with examples',
  options: 'What to do',
  replaces: 'Update products that are there already',
  replacesHint: 'Otherwise a row whose ID or code is there already is an error.',
  dryRun: 'Only check',
  dryRunHint: 'Everything is read and counted, and nothing is saved.',
  upload: 'Upload',
  check: 'Check',
  needsSupplier: 'Say whose products these are',
  needsFile: 'Choose a file first',
  looking: 'Reading the first rows…',
  changed: (filename: string): string => `${filename} has changed since it was chosen: choose it again.`,
  tooLarge: (mb: number): string => `This file is larger than ${number(mb)} MB: divide it.`,

  preview: {
    heading: 'How the file is understood',
    notSaved: 'Nothing is saved yet.',
    format: 'Format',
    csv: (delimiter: string | null): string =>
      `CSV, separated by ${delimiter === ';' ? 'semicolons' : delimiter === '\t' ? 'tabs' : 'commas'}`,
    xlsx: 'Excel',
    encoding: 'Letters (encoding)',
    found: (encoding: string): string => `${encoding} (found)`,
    decimal: 'Decimals',
    decimalAuto: (marks: readonly string[]): string =>
      marks.length === 0
        ? 'number by number'
        : marks.length === 2
          ? 'number by number: here both comma and point'
          : `number by number: here ${marks[0] === 'coma' ? 'comma' : 'point'}`,
    comma: 'comma: 1.250,50',
    point: 'point: 1,250.50',
    sheet: 'Sheet',
    columns: 'Columns',
    matched: (count: number, all: number): string => `${number(count)} of ${number(all)} recognised`,
    as: (heading: string, column: string): string => `${heading} → ${column}`,
    numericKeys: (columns: readonly string[]): string =>
      `In the spreadsheet ${columns.join(' and ')} ${columns.length === 1 ? 'is a number' : 'are numbers'}: zeros at the beginning are lost there. If there were any, format the column as text and type them again.`,
    ignored: 'Not used',
    none: 'none',
    missing: 'Missing',
    usual: 'Left to their usual value',
    usualOf: (column: string, value: string): string => `${column}: ${value}`,
    empty: 'empty',
    yes: 'yes',
    no: 'no',
    rows: 'First rows',
    row: 'Row',
    good: (count: number, hasMore: boolean): string =>
      hasMore
        ? `Nothing is wrong with the first ${rows(count)}.`
        : `Nothing is wrong with ${count === 1 ? 'the row' : `the ${rows(count)}`} of the file.`,
    faulty: (faulty: number, count: number, hasMore: boolean): string =>
      `${number(faulty)} of the ${hasMore ? 'first ' : ''}${rows(count)} ${faulty === 1 ? 'has an error' : 'have errors'} and would be left out:`,
    repeated:
      'Whether an ID or a code is there twice, or in the catalogue already, is seen when it is checked or uploaded.',
    anyway:
      'You can upload it all the same: these rows are then given to you as a file, to be corrected there.',
    only: 'There is no row below the names of the columns.',
    again: (state: string, when: string): string => `This very file was uploaded on ${when}: ${state}.`,
    seeIt: 'See that upload',
    refused: 'This file cannot be uploaded as it is',
    otherSheet: 'If the products are on another sheet, choose it below.',
    failed: 'The file could not be looked at beforehand',
  },

  sending: {
    progress: 'Sent',
    sent: (percent: number): string => `Sending the file: ${percent}%`,
    kept: 'The file has arrived. You may close this page: the upload goes on without it.',
    lost: (seconds: number): string =>
      `The connection was lost. The file is sent again by itself in ${number(seconds)} s; it is uploaded only once.`,
    later: (why: string, seconds: number): string =>
      `${why} It is tried again by itself in ${number(seconds)} s.`,
    stop: 'Do not send it',
    stopped: 'It is not sent any more. If it had arrived, it stands among the earlier uploads.',
    interrupted: (filename: string): string =>
      `${filename} was being sent when this page was closed. Choose it again: if it had arrived, it is not uploaded twice.`,
  },

  task: {
    pending: 'It waits for its turn.',
    retried: (why: string, when: string): string => `${why} It is tried again at ${when}.`,
    processing: (processed: number, perSecond: number | null): string =>
      processed === 0
        ? 'Reading the file…'
        : `${rows(processed)} done${perSecond === null ? '' : `, ${number(Math.round(perSecond))} a second`}.`,
    cancelling: 'Being cancelled…',
    completed: (o: Outcome): string =>
      o.total === 0
        ? 'Done: there was no row in the file.'
        : o.failed === o.total
          ? `Nothing was brought in: ${o.total === 1 ? 'the only row has an error' : `all ${rows(o.total)} have errors`}.`
          : `Done${o.isDryRun ? ', nothing was saved' : ''}: ${became(o)}.${failedRows(o)}`,
    cancelled: (o: Outcome): string =>
      `Cancelled after ${rows(o.total)}${o.isDryRun || o.total === 0 ? '' : `, which stay: ${became(o)}`}.${failedRows(o)}${o.isDryRun || o.total === o.failed ? '' : ` ${REST}`}`,
    failed: (why: string, before: number): string =>
      `The upload failed: ${why}${before === 0 ? '' : ` ${rows(before)} before that stay saved. ${REST}`}`,
    lost: 'The connection was lost. The upload goes on in the server, and this page goes on by itself.',
    back: 'The connection is back.',
    unknown: 'There is no such upload. They are forgotten some time after their end.',
    signIn: 'You are not logged in any more.',
    signInLink: 'Log in again',
    working: 'Rows',
    processed: 'rows done',
    rate: 'rows a second',
    successful: 'good',
    created: 'created',
    updated: 'updated',
    unchanged: 'unchanged',
    rejected: 'with errors',
    cancel: 'Cancel the upload',
    confirmCancel: 'Cancel this upload? What was saved so far stays.',
    another: 'Upload another file',
    forReal: 'Now upload it',
    forRealChosen: 'Choose it again and upload it',
    of: (supplier: string, when: string): string => `${supplier}, ${when}`,
    dryRun: 'only a check',
  },

  errors: {
    heading: 'What is wrong',
    groups: 'By kind',
    times: (count: number): string => rows(count),
    where: (numbers: readonly string[], more: boolean): string =>
      `${numbers.length === 1 && !more ? 'row' : 'rows'} ${numbers.join(', ')}${more ? '…' : ''}`,
    taken:
      'If it is the same product, tick “Update products that are there already” for the next upload. If it is another one, give it an ID and a code that no product has: with the tick it would overwrite the one that is there.',
    ambiguous:
      'Write it without a mark for thousands, as in 1234, or choose under “Decimals”, once the file is chosen, what they are written with.',
    example: (error: string): string => `For example, ${error}`,
    steps: 'How to correct it',
    download: 'Download the rows that failed, with what is wrong in the last columns:',
    excel: 'as Excel',
    csv: 'as CSV',
    correct:
      'Correct them there and save the file. Leave the columns error_… as they are: nothing is read from them.',
    again: 'Upload the corrected file:',
    chooseAgain: 'Choose the corrected file',
    others: 'This was only a check: the rows without errors are not in the catalogue yet either.',
    table: 'Row by row',
    first: (shown: number, all: number): string =>
      `The first ${number(shown)} of ${rows(all)}; the file above has all of them.`,
    row: 'Row',
    what: 'What is wrong',
  },

  earlier: {
    heading: 'Earlier uploads',
    none: 'There are none.',
    more: 'Show more',
    state: {
      pending: 'waiting',
      processing: 'at work',
      cancelling: 'being cancelled',
      completed: 'done',
      failed: 'failed',
      cancelled: 'cancelled',
    },
    counts: (processed: number, failed: number): string =>
      `${rows(processed)}${failed === 0 ? '' : `, ${number(failed)} with errors`}`,
  },

  unreachable: 'The server cannot be reached. It is tried again by itself.',
};

export type PageText = typeof pageEn;
