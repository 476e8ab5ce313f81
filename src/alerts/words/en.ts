import type { Unit } from '../../channels/index.ts';
import { units } from './counted.en.ts';
import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { number, plural } = formatsIn('en-US');

const MINUTE_MS = 60_000;

/** In hours from two of them on. */
export const lasting = (ms: number): string => {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes === 0) return 'less than a minute';
  return minutes < 120
    ? plural(minutes, 'minute', 'minutes')
    : plural(Math.floor(minutes / 60), 'hour', 'hours');
};

const channelTodo = (channel: string, pending: number, paused: string | null): string => {
  if (paused !== null) return `; nothing is sent before ${typed(`channels resume ${channel}`)}`;
  return pending === 0 ? '' : `; the next run sends what is pending, or ${typed('notify')}`;
};

export const en = {
  not_told: ({ why }: { why: string }) => ({
    message: `could not tell ALERT_URL of it: ${why}`,
    hint: 'the next run tries again, or a worker within a minute',
  }),
  no_answer: ({ limitMs }: { limitMs: number }) => `no answer within ${number(limitMs / 1000)} s`,
  unreadable: 'no answer that can be read',
  answers: ({ status }: { status: number }) => `it answers ${status}`,
  address_wrong: {
    message: 'the secret that ALERT_URL_SECRET_ID names holds no http(s) URL without user and password in it',
    hint: 'add a version to it that holds the address to post to',
  },
  told: 'ALERT_URL was told how the run ended',
  told_now: 'ALERT_URL was told',
  memory_silent: {
    message: 'the database that remembers what was alerted does not answer',
    hint: 'until it does, each run that ends badly is alerted',
  },

  another_template: 'another ALERT_TEMPLATE',

  // What was being done
  read_memory: 'read what was alerted',
  take_turn: 'wait for another run that tells of trouble',
  read_orders: 'see when orders were read',
  read_backlogs: 'read what the channels have not been told',
  write_memory: 'remember what was alerted',
  read_later: 'read what became of the run',
  read_receiver: 'read the secrets ALERT_URL and ALERT_SECRET',

  channel_late: ({ pending, since, dead }: { pending: number; since: string; dead: number }) => ({
    message: `late: ${number(pending)} pending, the first since ${since}; ${number(dead)} given up`,
    hint: `look whether the service answers, and call its provider where it does not; ${typed('notify')} sends what is pending${dead === 0 ? '' : `, and ${typed('dead list')} says what was given up`}`,
  }),

  marketplace_late: ({ pending, since, dead }: { pending: number; since: string; dead: number }) => ({
    message: `late: ${number(pending)} pending, the first since ${since}; ${number(dead)} given up`,
    hint: `correct what fails above; then ${typed('notify')} sends what is pending${dead === 0 ? '' : `, and ${typed('dead list')} says what was given up`}`,
  }),

  // The doctor
  read_last_run: 'read the last run',
  count_quarantine: 'count what is in quarantine',
  check_last_run: 'last whole run',
  no_run_yet: 'no run yet',
  last_run: (r: { runId: string; at: string; status: string; exitCode: number | null }) =>
    `${r.at}, ${r.status}${r.exitCode === null ? '' : ` (exit ${r.exitCode})`}: ${r.runId}${r.exitCode === 0 ? '' : `; ${typed(`runs show ${r.runId}`)} tells what went wrong and what to do`}`,
  check_pending: 'changes pending',
  all_pending: ({ pending }: { pending: number }) =>
    pending === 0 ? 'none' : `${number(pending)}, by channel below`,
  check_channel: ({ channel }: { channel: string }) => channel,
  channel_state: ({
    channel,
    pending,
    since,
    dead,
    paused,
  }: {
    channel: string;
    pending: number;
    since: string | null;
    dead: number;
    paused: string | null;
  }) =>
    `${paused === null ? '' : `paused since ${paused}: `}${number(pending)} pending${since === null ? '' : `, the first since ${since}`}; ${number(dead)} given up${dead === 0 ? '' : `: ${typed('dead list')} says which, and why`}${channelTodo(channel, pending, paused)}`,
  foretold_late: ({ channel, pending, since }: { channel: string; pending: number; since: string }) =>
    `${channel} is late: ${number(pending)} pending, the first since ${since} UTC; what this run would change comes on top, see ${typed('channels list')}`,
  foretold_paused: ({ channel, since }: { channel: string; since: string }) =>
    `${channel} is paused since ${since} UTC: what this run would change is not sent before ${typed(`channels resume ${channel}`)}`,
  check_quarantine: 'in quarantine',
  in_quarantine: ({ count }: { count: number }) =>
    count === 0 ? 'none' : `${plural(count, 'item', 'items')}: ${typed('quarantine')} lists them`,
  check_address: 'alerts: address',
  check_secret: 'alerts: secret',
  check_rights: 'database: rights for alerts',
  all_rights: 'all that ALERT_URL needs',
  check_right: ({ statement }: { statement: string }) => `check the right to ${statement}`,
};

/** What a chat reads of a run that ended badly, or well again. */
export const enText = {
  whose: (target: string | null): string =>
    target === null ? 'Inventory sync' : `Inventory sync of ${target}`,
  well: (runId: string | null): string => (runId === null ? 'well again.' : `well again (run ${runId}).`),
  ended: (runId: string, status: string, exitCode: number, why: string): string =>
    `run ${runId} ${status} (exit ${exitCode}): ${why}`,
  status: {
    incomplete: 'is incomplete',
    stopped: 'stopped',
    failed: 'failed',
    interrupted: 'was interrupted',
  } as Readonly<Record<string, string>>,
  blocked: (runId: string, count: number): string =>
    `no product is counted as missing, so none that left is taken off sale: the price list has ${plural(count, 'item', 'items')} without an id (run ${runId}).`,
  unmapped: (units: number): string =>
    `${plural(units, 'unit was', 'units were')} sold under a SKU that no product has, so that no stock falls for ${units === 1 ? 'it' : 'them'}. ${typed('movements --unmapped')} lists ${units === 1 ? 'it' : 'them'}.`,
  salesWaiting: (count: number): string =>
    `${plural(count, 'sale', 'sales')} of the till have waited to be recorded for more than a minute: until they are, what they sold is still on offer. Nothing is lost. Start another worker (${typed('sales-worker')}), or look in the log of one what holds it up.`,
  salesDead: (count: number): string =>
    `${plural(count, 'sale', 'sales')} of the till could not be recorded and were put aside, so that no stock falls for them. ${typed('dead list --channel sales')} says why; once the till is corrected, ${typed('dead retry --channel sales --all')} records them.`,
  uploadsDead: (count: number): string =>
    `${plural(count, 'upload', 'uploads')} of spreadsheets could not be brought in, however often it was tried, so that the rest of ${count === 1 ? 'its' : 'their'} products is missing. ${typed('dead list --channel uploads')} says why; ${typed('dead retry --channel uploads --all')} goes on where ${count === 1 ? 'it' : 'they'} stopped.`,
  noWorker: (queue: string, waiting: number): string =>
    `Nobody records the sales of the till: no worker listens to ${queue}, where ${waiting === 0 ? 'none waits yet' : plural(waiting, 'sale waits', 'sales wait')}. Nothing is lost, but what the till sells stays on offer. Start ${typed('sales-worker')}, and look in its log why it ended.`,
  brokerAway: (ms: number): string =>
    `RabbitMQ, which hands on the sales of the till, has not been reached for ${lasting(ms)}: what the till sells stays on offer until it is back. ${typed('doctor')} says what is wrong with it.`,
  databaseAway: (ms: number): string =>
    `The database has not been reached for ${lasting(ms)}: no sale is recorded, and no marketplace is told anything. Nothing is lost, but what is sold stays on offer until it is back. ${typed('doctor')} says what is wrong with it.`,
  ordersUnread: (channel: string, ms: number): string =>
    `The orders of ${channel} have not been read for ${lasting(ms)}: what it sold since may still be on offer. ${typed('doctor')} says what keeps them.`,
  /** Without a moment: nobody knows the zone of whoever reads it. */
  late: (
    channel: string,
    unit: Unit,
    count: number,
    ms: number,
    before: { earlier: number; ms: number } | null,
  ): string =>
    `${channel} is behind: ${units[unit](count)}, for ${lasting(ms)}${before === null ? '' : `, and ${number(before.earlier)} for ${lasting(before.ms)}`}. Nothing is lost: ${
      unit === 'product'
        ? `each run sends again. Call the provider of the service that publishes to ${channel} today.`
        : `it is sent again. ${typed('doctor')} says what keeps it.`
    }`,
  refused: (channel: string, unit: Unit, count: number): string =>
    `${channel} refused ${units[unit](count)}, which ${count === 1 ? 'is' : 'are'} not sent again by itself. ${typed('dead list')} has the answers; ${typed('dead retry --all')} sends them again.`,
};

export type AlertText = typeof enText;
