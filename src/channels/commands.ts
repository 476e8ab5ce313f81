import { flag, json, limitOrAll, type OptionSpec, WrongArgumentError, words } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import { channels, marketplaces } from './index.ts';
import { phrase } from './phrase.ts';

export { commands as runs } from './reconcile/commands.ts';

/** All that there are, marketplaces last. */
const NAMES = Object.keys({ ...channels, ...marketplaces });

/** Loaded where it is known whether a channel is late. */
export const list: Omit<CommandSpec, 'name' | 'load'> = {
  about: phrase('help_list'),
  options: [json()],
  targets: 'one',
};

/** One that there is. */
const channel = { name: '<channel>', about: phrase('help_channel'), parse: knownChannel };

/** Its module stands where a doctor speaks. */
export const test: Omit<CommandSpec, 'load'> = {
  parent: 'channels',
  name: 'test',
  about: phrase('help_test'),
  argument: channel,
  options: [json()],
  targets: 'one',
};

const TASK = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The sales of the till, which are given up like what a channel refuses. */
export const SALES = 'sales';

/** The spreadsheets that were uploaded, likewise. */
export const UPLOADS = 'uploads';

/** Loaded where also is known what became of sales and uploads. */
const dead: Omit<CommandSpec, 'name' | 'load'> = {
  about: phrase('help_dead'),
  options: [ofChannel(SALES, UPLOADS), limitOrAll(phrase('help_dead_limit')), json()],
  targets: 'one',
};

/** Of products or uploads that are named, or of all. */
const someDead: Pick<CommandSpec, 'argument' | 'options' | 'targets' | 'conflict'> = {
  argument: { name: '[product...]', about: phrase('help_dead_product'), parse: words },
  options: [flag('--all', phrase('help_dead_all')), ofChannel(SALES, UPLOADS), json()],
  targets: 'one',
  conflict: ({ all, channel }, [named = []]) => {
    const of = named as readonly string[];
    if (channel === SALES && all !== true) return phrase('sales_by_all');
    if ((all === true) === of.length > 0) return phrase('products_or_all');
    const isOfUploads = channel === UPLOADS;
    return of.some((word) => TASK.test(word) !== isOfUploads) ? phrase('uploads_by_task') : undefined;
  },
};

export const commands: readonly CommandSpec[] = [
  {
    parent: 'channels',
    name: 'pause',
    about: phrase('help_pause'),
    argument: channel,
    options: [],
    targets: 'one',
    load: async () => ({ command: (await import('./commands/switch.ts')).pauseCommand }),
  },
  {
    parent: 'channels',
    name: 'resume',
    about: phrase('help_resume'),
    argument: channel,
    options: [],
    targets: 'one',
    load: async () => ({ command: (await import('./commands/switch.ts')).resumeCommand }),
  },
];

export const deadLists: readonly Omit<CommandSpec, 'load'>[] = [
  { ...dead, name: 'dead' },
  { ...dead, parent: 'dead', name: 'list' },
];
export const deadRetry: Omit<CommandSpec, 'load'> = {
  ...someDead,
  parent: 'dead',
  name: 'retry',
  about: phrase('help_retry'),
};
export const deadDrop: Omit<CommandSpec, 'load'> = {
  ...someDead,
  parent: 'dead',
  name: 'drop',
  about: phrase('help_drop'),
};

function ofChannel(...others: readonly string[]): OptionSpec {
  return { flags: '--channel <channel>', about: phrase('help_of_channel'), choices: [...NAMES, ...others] };
}

function knownChannel(text: string): string {
  if (NAMES.includes(text)) return text;
  throw new WrongArgumentError(phrase('channel_expected', { names: NAMES }));
}
