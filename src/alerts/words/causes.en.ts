import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { Supplier } from '../../sources/index.ts';
import type { CauseName, Outcome } from '../causes.ts';
import { lasting } from './en.ts';
import { enMarketplace } from './marketplace.en.ts';
import { enOver } from './over.en.ts';
import { enSource } from './source.en.ts';

const { number, plural } = formatsIn('en-US');

const PROVIDER = 'the provider of the service that publishes to Mercado Libre';
const INSTALLER = 'whoever installed the program';
const ITSELF = 'Nobody needs to do anything: the next sync tries again.';

const SENT_AGAIN = `If it lasts less than half an hour, nobody needs to do anything: each sync sends again. If it lasts longer, call ${PROVIDER}.`;

/** What happened, and whom to call or what to do, for somebody who runs a shop. */
const causes = {
  usage: {
    what: 'The program was called in a way that it does not know.',
    todo: `Show the technical details to ${INSTALLER}.`,
  },
  settings: {
    what: 'The settings of the program are wrong.',
    todo: `Call ${INSTALLER}: it does not go on before they are corrected.`,
  },
  bug: {
    what: 'The program met a defect of its own and stopped, to be on the safe side.',
    todo: `Show the technical details to ${INSTALLER}.`,
  },
  service_down: {
    what: 'A service that the program needs did not answer.',
    todo: `${ITSELF} If it goes on for an hour, call ${INSTALLER}.`,
  },
  too_long: {
    what: 'The sync took longer than it may and was ended.',
    todo: `${ITSELF} If it happens again, call ${INSTALLER}.`,
  },
  interrupted: {
    what: 'The sync was stopped from outside, by a person or by a restart.',
    todo: 'Nobody needs to do anything: the next sync goes on.',
  },
  locked: {
    what: 'Another sync was still at work.',
    todo: 'Nobody needs to do anything.',
  },
  output: {
    what: 'The result could not be written: the disk may be full.',
    todo: `Call ${INSTALLER}.`,
  },
  flash_first: {
    what: 'A quick sync needs a whole one before it.',
    todo: `Call ${INSTALLER}: the whole sync has to run (${typed('sync')}).`,
  },
  drift: {
    what: 'So many listings show something else than they should that none of them was corrected.',
    todo: `See whether somebody typed other quantities into many listings on purpose, or whether the stock is wrong. If the stock is right, ask ${INSTALLER} to let one comparison pass (${typed('reconcile --force')}).`,
  },
  secret: {
    what: 'The program may not read one of its passwords, or finds nothing usable there.',
    todo: `Call ${INSTALLER}.`,
  },
  secret_down: {
    what: 'The service that keeps the passwords did not answer.',
    todo: `${ITSELF} If it goes on for an hour, call ${INSTALLER}.`,
  },
  database_refuses: {
    what: 'The database does not let the program in, or not do what it has to.',
    todo: `Call ${INSTALLER}, or the database's provider.`,
  },
  database_down: {
    what: 'The database did not answer.',
    todo: `${ITSELF} If it goes on for an hour, call the database's provider.`,
  },
  database_busy: {
    what: 'Somebody else was working on the same rows of the database.',
    todo: ITSELF,
  },
  schema: {
    what: 'The database lacks tables of this version of the program.',
    todo: `Call ${INSTALLER}: an update was not finished (${typed('migrate')}).`,
  },
  table: {
    what: 'The table of products is not made as the program needs it.',
    todo: `Call ${INSTALLER}.`,
  },
  row: {
    what: 'The table of products refused a product, so none was loaded.',
    todo: `Show the technical details to ${INSTALLER}.`,
  },
  run_erased: {
    what: 'Somebody deleted the record of this sync from the database while it was at work.',
    todo: `${ITSELF} Ask ${INSTALLER} who deletes there.`,
  },
  procedures: {
    what: 'A step that this shop has after each load failed or did not end.',
    todo: `Call ${INSTALLER}.`,
  },
  channel_pending: {
    what: 'Mercado Libre did not take every product.',
    todo: SENT_AGAIN,
  },
  channel_down: {
    what: 'Mercado Libre took no product: the service that publishes there does not answer.',
    todo: SENT_AGAIN,
  },
  channel_failing: {
    what: 'Mercado Libre took no product: the service that publishes there answers with errors of its own.',
    todo: SENT_AGAIN,
  },
  channel_slow: {
    what: 'There were more products to send than there was time for.',
    todo: 'Nobody needs to do anything: the next sync sends the rest.',
  },
  channel_held: {
    what: 'This sync was told not to send anything.',
    todo: 'Nobody needs to do anything: the next sync that sends, sends it all.',
  },
  channel_settings: {
    what: 'The service that publishes to Mercado Libre does not accept the program’s password, or is not at its address.',
    todo: `Call ${INSTALLER}, or ${PROVIDER}.`,
  },
  broker: {
    what: 'RabbitMQ, which hands on the sales of the till, does not answer or does not let the program in.',
    todo: `Nothing is lost: the sales wait. If it goes on, call ${INSTALLER}.`,
  },
  alert_down: {
    what: 'The alert could not be sent.',
    todo: `${ITSELF} If it goes on, call ${INSTALLER}.`,
  },
  lost: {
    what: 'The program ended in the middle of this sync, without saying why: the machine may have been switched off.',
    todo: `Nobody needs to do anything: the next sync goes on. If it happens again, call ${INSTALLER}.`,
  },
  silent: {
    what: 'No sync has ended for longer than usual.',
    todo: `Call ${INSTALLER}: the program does not run, or does not come to its end.`,
  },
  refused: {
    what: 'What was refused again and again is not sent any more by itself.',
    todo: `Their list says what was answered: correct the products, or call ${PROVIDER}. Then ask ${INSTALLER} to send them again (${typed('dead retry --all')}).`,
  },
};

const means: Readonly<Record<Outcome, (at: string | null) => string>> = {
  unchanged: (at) =>
    `The stock stays as it was${at === null ? '' : ` ${at}`}. What changed since then is not published yet.`,
  unsent: () =>
    'The stock is loaded. What Mercado Libre does not know yet is not lost: it is still to be sent.',
  refused: () => 'The stock is loaded. In Mercado Libre what was refused stays as it was.',
  held_back: () => 'The stock is loaded, but Mercado Libre is not told before this works. Nothing is lost.',
  rest_pending: () => 'The stock is loaded. What was left to do after that is not lost.',
  only_sending: () => 'The stock is not touched by this. What is still to be sent is not lost.',
  not_compared: () =>
    'The stock is not touched by this, and what changes goes on being sent. A listing that somebody edited by hand stays as it is meanwhile.',
};

const watched: Readonly<Record<string, (count: number, of: number) => string>> = {
  vanish: (count, total) =>
    `${number(count)} of ${number(total)} products would have vanished from the price list`,
  sell_out: (count, total) => `${number(count)} of ${number(total)} products would have lost their stock`,
  lose_price: (count, total) => `${number(count)} of ${number(total)} products would have lost their price`,
  halve_price: (count, total) =>
    `${number(count)} of ${number(total)} products would have fallen below half their price`,
};

const sinceLong = (long: string): string =>
  `It has been like this for ${long}: call ${PROVIDER} today. Nothing is lost: what is left is sent when it answers.`;

/** What to do instead, once a channel is late for so long. */
const late: Readonly<Partial<Record<CauseName, (long: string) => string>>> = {
  channel_pending: sinceLong,
  channel_down: sinceLong,
  channel_failing: sinceLong,
  channel_slow: (long) =>
    `It has been like this for ${long}: call ${INSTALLER} today, because sending needs more time.`,
  channel_held: (long) => `It has been like this for ${long}: ask ${INSTALLER} today why nothing is sent.`,
};

/** For a shop whose goods come from there. */
export const enCauses = (supplier: Supplier) => {
  const source = enSource(supplier);
  return {
    causes: { ...causes, ...source.causes } as Readonly<Record<CauseName, { what: string; todo: string }>>,
    means,
    watched,
    late,
    lasting,
    over: { ...enOver, causes: { ...enOver.causes, ...source.over } },
    ofMarketplace: enMarketplace,
    at: (time: string): string => `at ${time}`,
    toDo: (todo: string): string => `What to do: ${todo}`,
    details: (facts: string): string => `Technical details: ${facts}`,
    exit: (code: number): string => `exit ${code}`,
    isSolved: 'It is solved.',
    left: (count: number): string => `Mercado Libre did not take ${plural(count, 'product', 'products')}.`,
    and: ' and ',
    stopped: (seen: string): string => `The sync stopped before it loaded anything: ${seen}.`,
    largest: (examples: string): string => `The largest: ${examples}.`,
  };
};

export type CauseText = ReturnType<typeof enCauses>;
