import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { plural } = formatsIn('en-US');

const stillPending = (count: number): string => `${plural(count, 'webhook', 'webhooks')} still pending`;

export const en = {
  still_pending: ({ count, why }: { count: number; why: string }) => ({
    message: `${stillPending(count)}: ${why}`,
    hint: `the next run, or ${typed('notify')}, sends them`,
  }),
  not_sent: ({ count }: { count: number }) => ({
    message: `${stillPending(count)}: sending was switched off with --no-notify`,
    hint: `run ${typed('notify')}`,
  }),
  secret_refused: ({ service, count, hint }: { service: string; count: number; hint: string }) => ({
    message: `${service} refuses the secret; ${stillPending(count)}`,
    hint,
  }),
  budget_used: 'NOTIFY_BUDGET_MS was used up',
  all_refused: 'the receiver refused them',

  // What was being done
  read_outbox: 'read the outbox',
  write_outbox: 'write the outbox',
  remove_delivered: 'remove delivered webhooks from the outbox',
  note_tried: 'note which webhooks were tried',
  count_refused: 'count the refused webhooks',
  give_up: 'give up webhooks that were refused too often',
  revive: 'make dead webhooks pending again',
  count_pending: 'count the pending webhooks',
  see_published: 'see which products are published',
};
