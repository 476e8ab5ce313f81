import { typed } from '../../platform/command-line.ts';

/** What is said of S3 and SQS, and of what speaks their languages. `place` is as the variables name it. */
export const aws = {
  aws_away: ({ place, why }: { place: string; why: string }) => ({
    message: `${place} does not answer as it should: ${why}`,
    hint: 'look at the network and at the status of the service; with another provider, at S3_ENDPOINT or SQS_ENDPOINT',
  }),
  aws_denied: ({ place, why }: { place: string; why: string }) => ({
    message: `${place} refuses: ${why}`,
    hint: 'look at the keys or the role, and give them the rights that docs/uploads.md lists',
  }),
  aws_no_credentials: ({ place, why }: { place: string; why: string }) => ({
    message: `nothing says who asks ${place}: ${why}`,
    hint: 'give the process a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  }),
  aws_no_region: ({ place }: { place: string }) => ({
    message: `nothing says in which region ${place} is`,
    hint: 'set AWS_REGION, such as sa-east-1',
  }),
  aws_elsewhere: ({ place }: { place: string }) => ({
    message: `${place} is in another region`,
    hint: 'set AWS_REGION to the region of the bucket',
  }),
  bucket_missing: ({ place }: { place: string }) => ({
    message: `there is no bucket for ${place}`,
    hint: `${typed('prepare-uploads')} makes it; or name another one with UPLOAD_STORE`,
  }),
  queue_missing: ({ place }: { place: string }) => ({
    message: `there is no queue ${place}`,
    hint: `${typed('prepare-uploads')} makes it, with one for its dead letters; or name another one with UPLOAD_QUEUE`,
  }),
  queue_elsewhere: ({ made }: { made: string }) => ({
    message: `the queue was made under another address than UPLOAD_QUEUE has: ${made}`,
    hint: 'set UPLOAD_QUEUE to it',
  }),
  keys_halved: {
    message: 'of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set',
    hint: 'set both or none',
  },
  message_lost: ({ why }: { why: string }) =>
    `no message to the workers came through, and one finds this upload within seconds all the same: ${why}`,
  temp_refused: ({ folder, why }: { folder: string; why: string }) => ({
    message: `the file of an upload cannot lie in ${folder} while it is read: ${why}`,
    hint: 'name a folder that this process may write to with TMPDIR',
  }),
  temp_full: ({ folder, why }: { folder: string; why: string }) => ({
    message: `there is no room in ${folder} for the file of an upload while it is read: ${why}`,
    hint: 'make room there, or name another folder with TMPDIR',
  }),
  help_prepare_uploads:
    'makes the bucket and the queue of uploads that UPLOAD_STORE and UPLOAD_QUEUE name, where they are not there yet',
  prepared: ({ place }: { place: string }) => `${place} is made`,
  prepared_before: ({ place }: { place: string }) => `${place} was there already, and stays as it is`,
  nothing_to_prepare: `nothing is to be made: a folder is made when it is first used, and ${typed('migrate')} makes the table`,

  queue_puts_nothing_aside: ({ count }: { count: number }) =>
    `${count === 0 ? 'nothing waits' : `${count} waiting`}; it has no queue for dead letters: a message that nobody can use comes again and again`,
};
