import { flag, ids, json, limitOrAll, type OptionSpec, WrongArgumentError } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import { channels, marketplaces } from './index.ts';
import { phrase } from './phrase.ts';

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

const dead: Omit<CommandSpec, 'name'> = {
  about: phrase('help_dead'),
  options: [ofChannel(), limitOrAll(phrase('help_dead_limit')), json()],
  targets: 'one',
  load: () => import('./commands/list-dead.ts'),
};

/** Of products that are named, or of all. */
const someDead: Pick<CommandSpec, 'argument' | 'options' | 'targets' | 'conflict'> = {
  argument: { name: '[product...]', about: phrase('help_dead_product'), parse: ids },
  options: [flag('--all', phrase('help_dead_all')), ofChannel(), json()],
  targets: 'one',
  conflict: ({ all }, [named = []]) =>
    (all === true) === (named as readonly number[]).length > 0 ? phrase('products_or_all') : undefined,
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
  { ...dead, name: 'dead' },
  { ...dead, parent: 'dead', name: 'list' },
  {
    ...someDead,
    parent: 'dead',
    name: 'retry',
    about: phrase('help_retry'),
    load: async () => ({ command: (await import('./commands/change-dead.ts')).retryCommand }),
  },
  {
    ...someDead,
    parent: 'dead',
    name: 'drop',
    about: phrase('help_drop'),
    load: async () => ({ command: (await import('./commands/change-dead.ts')).dropCommand }),
  },
];

function ofChannel(): OptionSpec {
  return { flags: '--channel <channel>', about: phrase('help_of_channel'), choices: NAMES };
}

function knownChannel(text: string): string {
  if (NAMES.includes(text)) return text;
  throw new WrongArgumentError(phrase('channel_expected', { names: NAMES }));
}
