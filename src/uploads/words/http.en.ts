import { formatsIn } from '../../platform/formats.ts';

const { number } = formatsIn('en-US');

interface Upload {
  filename: string;
  proveedor: string;
  bytes: number;
}

/** What whoever uploads is told, and what the log says of it. */
export const http = {
  supplier_busy: {
    message: 'another upload of this supplier is being taken in, and does not end',
    hint: 'look at what holds locks in the database',
  },
  database_late: {
    message: 'the database did not answer in time',
    hint: 'look at its load, and at the network between',
  },

  // Why an upload is not taken
  unsupported_type: 'Unsupported file type. Use Excel (.xlsx) or CSV (.csv)',
  old_or_protected:
    'Unsupported file type. Use Excel (.xlsx) or CSV (.csv). This one is of an old Excel, or has a password: save it as .xlsx, without a password',
  no_form: 'send the file as a form, multipart/form-data: curl -F file=@products.xlsx',
  no_file: 'there is no file in the form',
  two_files: 'there is more than one file in the form: send each by itself',
  file_empty: 'the file is empty',
  file_too_large: ({ mb }: { mb: number }) => `the file is larger than ${number(mb)} MB: divide it`,
  body_broken: 'the form cannot be read to its end: it is damaged, or was cut off on its way',
  other_supplier: 'this token is not for this proveedor_id',
  too_many_live: ({ most }: { most: number }) =>
    `there are ${number(most)} uploads of this supplier at work already: wait until one has ended`,
  too_many_previews: 'too many files are being looked at: try again in some seconds',
  preview_too_long: 'the file is too large to look at it before the upload; it can be uploaded all the same',
  other_request: 'this Idempotency-Key was used for another file, or with other parameters',
  in_doubt:
    'nobody knows whether the upload was taken: look into the list of uploads, or send it again with the same Idempotency-Key',
  plain_text: 'a text without control characters',
  hex_digits: '64 hexadecimal digits',
  known_encoding: 'an encoding that browsers know, such as utf-8 or windows-1252',

  // What is said of a task
  queued: 'File received and queued for processing',
  completed: 'Bulk upload completed',
  validated: 'Validation completed: nothing was written',
  cancelled: 'Bulk upload cancelled',
  task_unknown: ({ id }: { id: string }) => `Task ${id} not found`,
  ended_already: 'this upload has ended already',
  not_ended: 'this upload has not ended yet: ask for its errors once it has',
  no_failed_rows: 'no row of this upload failed: there is no file of errors',
  file_gone:
    'the file of this upload is gone, and with it its rows: the status of the task has their numbers and errors',
  row_missing: ({ row }: { row: number }) => ({
    message: `row ${number(row)} failed, and is not in the file that was uploaded`,
    hint: 'report this defect with the log',
  }),

  // What was being done
  accept: 'take an upload in',
  read_errors: 'read the row errors of an upload',
  cancel_task: 'cancel an upload',

  // What the log says
  received: ({ filename, proveedor, bytes }: Upload) =>
    `${filename} of ${proveedor} received, ${number(bytes)} bytes`,
  received_again: ({ filename, proveedor, bytes }: Upload) =>
    `${filename} of ${proveedor} received again under its Idempotency-Key, ${number(bytes)} bytes`,
};
