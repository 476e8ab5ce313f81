import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { number, plural } = formatsIn('en-US');

export const en = {
  too_many_retries: ({ count, delays }: { count: number; delays: number }) => ({
    message: `MAX_RETRIES is ${count}, and RETRY_DELAYS_MS names ${plural(delays, 'pause', 'pauses')}`,
    hint: 'name as many pauses in RETRY_DELAYS_MS as there are to be tries, or leave MAX_RETRIES out',
  }),
  broker_refuses: ({ place, why }: { place: string; why: string }) => ({
    message: `RabbitMQ at ${place} refuses it: ${why}`,
    hint: 'check the user, the password and the virtual host in RABBITMQ_URL, and the rights of that user',
  }),
  broker_away: ({ place, why }: { place: string; why: string }) => ({
    message: `RabbitMQ at ${place} does not answer: ${why}`,
    hint: 'nothing is lost: sales wait in their queue until it is back',
  }),
  broker_full: ({ place, why }: { place: string; why: string }) => ({
    message: `RabbitMQ at ${place} takes no message: ${why}`,
    hint: 'let it have more memory or disk; sales are recorded meanwhile, and what is to be put aside waits',
  }),
  no_amqp: ({ place }: { place: string }) => ({
    message: `what answers at ${place} is no RabbitMQ: it does not speak AMQP`,
    hint: 'name the port of AMQP in RABBITMQ_URL: 5672, or 5671 with amqps://; 15672 is the web page of RabbitMQ',
  }),
  no_tls: ({ place }: { place: string }) => ({
    message: `what answers at ${place} does not speak TLS`,
    hint: 'let RABBITMQ_URL begin with amqp://, or name the port of TLS in it: 5671 as a rule',
  }),
  queue_differs: ({ name, why }: { name: string; why: string }) => ({
    message: `the queue ${name} is there with other settings: ${why}`,
    hint: 'empty and delete the queue, or set QUEUE_NAME or RETRY_DELAYS_MS as the queue has it',
  }),
  copy_returned: ({ to }: { to: string }) => ({
    message: `RabbitMQ has no queue for what is sent to ${to}`,
    hint: 'somebody deleted it: it is declared again, and nothing is acknowledged before',
  }),
  copy_refused: ({ to, why }: { to: string; why: string }) => ({
    message: `RabbitMQ keeps no further message in ${to}: ${why}`,
    hint: 'its queue is full: empty it, or let it be longer; nothing is acknowledged that is not kept elsewhere',
  }),
  no_answer_in_time: ({ seconds }: { seconds: number }) => `no answer in time (${seconds} s)`,

  // The doctor
  check_stored_url: 'RabbitMQ: address',
  check_broker: 'RabbitMQ: log-in',
  check_queues: 'RabbitMQ: queues and their settings',
  queues_there: ({ missing }: { missing: readonly string[] }) =>
    missing.length === 0
      ? 'all there, as they should be'
      : `not there yet: ${missing.join(', ')}; ${typed('sales-worker')} makes what is missing`,
  check_reading: 'RabbitMQ: right to read',
  may_read: 'this user may read the sales and the dead letters',
  check_waiting: 'sales of the till',
  waiting: ({ waiting, again, workers }: { waiting: number; again: number; workers: number }) =>
    `${number(waiting)} waiting${again === 0 ? '' : `, ${number(again)} to be tried again`}; ${workers === 0 ? `no worker listens: start ${typed('sales-worker')}` : plural(workers, 'worker listens', 'workers listen')}`,
  check_dead: 'sales that could not be recorded',
  dead_letters: ({ count }: { count: number }) =>
    count === 0 ? 'none' : `${number(count)}: ${typed('dead list --channel sales')} says why`,

  // What a variable must be
  amqp_url: 'an address such as amqp://user:password@host/virtual-host',
  delays: 'milliseconds with commas between them, such as 1000,4000,9000',
};
