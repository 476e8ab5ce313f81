import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import { http } from './http.en.ts';
import { aws } from './aws.en.ts';
import { rows } from './rows.en.ts';
import { work } from './work.en.ts';

const { plural } = formatsIn('en-US');

export const en = {
  ...rows,
  ...work,
  ...http,
  ...aws,

  store_full: ({ folder, why }: { folder: string; why: string }) => ({
    message: `${folder}, where the files of uploads lie, is full: ${why}`,
    hint: 'make room there, or name another folder with UPLOAD_STORE',
  }),
  store_refused: ({ folder, why }: { folder: string; why: string }) => ({
    message: `${folder}, where the files of uploads are to lie, cannot be used: ${why}`,
    hint: 'let the user of this process write there, or name another folder with UPLOAD_STORE',
  }),
  store_failed: ({ folder, why }: { folder: string; why: string }) => ({
    message: `${folder}, where the files of uploads lie, failed: ${why}`,
    hint: 'look at its disk, or at what is mounted there',
  }),
  store_gone: ({ folder }: { folder: string }) => ({
    message: `${folder} is not the folder any more in which the files of uploads lie`,
    hint: 'mount it again; where it was deleted, start again and upload again what was not read yet',
  }),
  object_missing: ({ key }: { key: string }) => ({
    message: `the file of this upload is gone from where it lay: ${key}`,
    hint: 'upload it again',
  }),

  // What the doctor says
  check_store: 'files of uploads',
  store_works: ({ place }: { place: string }) => `they can be stored in ${place}`,
  store_to_come: ({ folder }: { folder: string }) =>
    `${folder} is not there yet: it is made when it is first used`,
  check_queue: 'queue of uploads',
  queue_waiting: ({ count }: { count: number }) => (count === 0 ? 'nothing waits' : `${count} waiting`),
  check_elsewhere: 'uploads in other stores',
  waiting_elsewhere: ({ count }: { count: number }) =>
    count === 0
      ? 'none waits'
      : `${plural(count, 'upload waits', 'uploads wait')} whose file lies in another store: start ${typed('upload-worker')} with the UPLOAD_STORE that it came to, or cancel what waits; after UPLOAD_KEEP_HOURS it is given up`,

  // What a variable must be
  store_place:
    '`folder:` and a path, such as folder:/srv/uploads, or a bucket with a prefix, such as s3://my-shop/uploads',
  queue_place:
    '`mysql`, or `sqs:` and the URL of a standard queue, none that ends in .fifo, such as sqs:https://sqs.sa-east-1.amazonaws.com/123456789012/uploads',

  // What was being done
  read_tasks: 'read the uploads',
  write_task: 'note what an upload has become',
  put_message: 'tell the workers of an upload',
  take_message: 'ask for an upload to work on',
  change_message: 'note who works on an upload',
  look_at_store: 'look at where the files of uploads lie',
  look_at_queue: 'look at the queue of uploads',
};
