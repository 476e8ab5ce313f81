import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { number, plural } = formatsIn('en-US');

interface Done {
  filename: string;
  rows: number;
  seconds: number;
  perSecond: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
}

/** What workers say. */
export const work = {
  products_moved: {
    message: 'another upload wrote the same products at the same moment, again and again',
    hint: 'it is tried again by itself',
  },
  lease_lost: {
    message: 'another worker has taken this upload over, or somebody ended it',
    hint: 'nothing is to be done: nothing more is written here',
  },
  rows_unbalanced: ({
    read,
    created,
    updated,
    unchanged,
    failed,
    told,
  }: {
    read: number;
    created: number;
    updated: number;
    unchanged: number;
    failed: number;
    told: number;
  }) => ({
    message: `of ${plural(read, 'row', 'rows')}, ${number(created)} created, ${number(updated)} updated, ${number(unchanged)} unchanged and ${number(failed)} failed do not add up, or not all that failed are told with a reason (${number(told)})`,
    hint: 'report this defect with the log; what was committed before stays, and is counted',
  }),
  file_unread: ({ why }: { why: string }) => ({
    message: `the file of this upload could not be read: ${why}`,
    hint: 'look at the disk where it lies, and at that of temporary files; it is tried again by itself',
  }),
  gave_up: ({ tries, why }: { tries: number; why: string }) => ({
    message: `given up after ${plural(tries, 'try', 'tries')}: ${why}`,
    hint: `once that is over, ${typed('dead retry --channel uploads --all')} tries again`,
  }),
  left_elsewhere: ({ hours }: { hours: number }) => ({
    message: `given up: for ${plural(hours, 'hour', 'hours')} no worker came that has the store in which its file lies`,
    hint: `start ${typed('upload-worker')} with the UPLOAD_STORE that it came to, then ${typed('dead retry --channel uploads --all')}; or upload it again`,
  }),
  worker_killed: 'the worker that had it in hand ended in the middle of it each time, or stood still',
  not_dead: ({ ids }: { ids: readonly string[] }) => ({
    message: `not given up: ${ids.join(', ')}; nothing was changed`,
    hint: `${typed('dead list --channel uploads')} says what is`,
  }),

  // What the log says
  upload_completed: ({ filename, rows, seconds, perSecond, created, updated, unchanged, failed }: Done) =>
    `${filename}: ${plural(rows, 'row', 'rows')} in ${number(seconds)} s, ${number(perSecond)} a second: ${number(created)} created, ${number(updated)} updated, ${number(unchanged)} unchanged, ${number(failed)} failed`,
  upload_cancelled: ({ filename, rows, created, updated, unchanged, failed }: Done) =>
    `${filename} was cancelled after ${plural(rows, 'row', 'rows')}, which stay: ${number(created)} created, ${number(updated)} updated, ${number(unchanged)} unchanged, ${number(failed)} failed`,
  upload_failed: ({ filename, rows, why }: { filename: string; rows: number; why: string }) =>
    `${filename} failed after ${plural(rows, 'row', 'rows')}: ${why}`,
  upload_later: ({ filename, why }: { filename: string; why: string }) =>
    `${filename} is tried again later: ${why}`,
  upload_left: ({ filename }: { filename: string }) => `${filename} is left to the next worker`,
  worker_started: 'at work: the uploads',
  worker_ended: 'ended: nothing is left in hand',

  // What a worker is not ready for
  not_connected: 'it has no connection to the database, or no store, yet',
  no_answer: ({ seconds }: { seconds: number }) =>
    `it does not answer within ${plural(seconds, 'second', 'seconds')}`,
  stopping: 'the worker is stopping',

  // What was being done
  expire_tasks: 'forget uploads that ended long ago',
  read_place: 'ask the database where it is',
  retry_dead: 'make uploads pending again that were given up',
  drop_dead: 'leave uploads failed that were given up',
  look_for_tasks: 'look for uploads to work on',
  claim_task: 'take an upload in hand',
  leave_task: 'give an upload out of hand',
  lock_task: 'lock an upload',
  extend_lease: 'show that this worker has an upload in hand',
  write_chunk: 'write rows of a spreadsheet',
  write_row_errors: 'note why rows failed',
  read_row_errors: 'read why rows failed',
  find_products: 'look up the products of a spreadsheet',
  write_products: 'write the products of a spreadsheet',
  make_foretold: 'make room for what a dry run would write',

  // The command line
  help_upload_worker: 'bring in the spreadsheets that were uploaded, until it is stopped',
};
