import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { number, plural } = formatsIn('en-US');

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
  is_paused: ({ service, since }: { service: string; since: string }) =>
    `${service} is paused since ${since} UTC: what is pending stays until it is resumed, see ${typed('channels list')}`,
  budget_used: 'NOTIFY_BUDGET_MS was used up',
  asked_to_wait: 'the receiver asked everybody to wait for longer',
  all_refused: 'the receiver refused them',

  // What was being done
  read_outbox: 'read the outbox',
  write_outbox: 'write the outbox',
  remove_delivered: 'remove delivered webhooks from the outbox',
  claim: 'take pending webhooks in hand',
  release: 'let go of pending webhooks',
  read_channel: 'see whether the channel is paused',
  note_shown: 'note what listings show',
  note_wait: 'note how long the receiver asked to wait',
  pause: 'pause the channel',
  resume: 'resume the channel',
  note_tried: 'note which webhooks were tried',
  count_refused: 'count the refused webhooks',
  give_up: 'give up webhooks that were refused too often',
  revive: 'make dead webhooks pending again',
  count_pending: 'count the pending webhooks',
  see_published: 'see which products are published',

  // The command line
  help_list: 'list the channels: whether each is paused, and what it has not been told',
  help_pause: 'send nothing to a channel; what is pending stays',
  help_resume: 'send to a channel again',
  help_channel: 'its name, as `channels list` has it',
  channel_expected: ({ names }: { names: readonly string[] }) => `It must be one of: ${names.join(', ')}.`,
};

export const enText = {
  number,
  headings: { channel: 'channel', state: 'state', pending: 'pending', since: 'since', dead: 'dead' },
  states: {
    sends: (waitMs: number): string =>
      waitMs === 0 ? 'sends' : `waits ${number(Math.ceil(waitMs / 1000))} s, as the receiver asked`,
    paused: (since: string): string => `paused since ${since}`,
  },
  paused: (channel: string): string =>
    `${channel} is paused: nothing is sent to it, and what is pending stays. ${typed(`channels resume ${channel}`)} lets it go on.`,
  resumed: (channel: string): string =>
    `${channel} is on again. The next run, or ${typed('notify')}, sends what is pending.`,
  zone: (zone: string): string => `Times of ${zone}.`,
};

export type ChannelText = typeof enText;
