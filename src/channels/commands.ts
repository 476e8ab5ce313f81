import { json, WrongArgumentError } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import { channels } from './index.ts';
import { phrase } from './phrase.ts';

const list: Omit<CommandSpec, 'name'> = {
  about: phrase('help_list'),
  options: [json()],
  targets: 'one',
  load: () => import('./list.ts'),
};

const channel = { name: '<channel>', about: phrase('help_channel'), parse: knownChannel };

export const commands: readonly CommandSpec[] = [
  { ...list, name: 'channels' },
  { ...list, parent: 'channels', name: 'list' },
  {
    parent: 'channels',
    name: 'pause',
    about: phrase('help_pause'),
    argument: channel,
    options: [],
    targets: 'one',
    load: async () => ({ command: (await import('./switch.ts')).pauseCommand }),
  },
  {
    parent: 'channels',
    name: 'resume',
    about: phrase('help_resume'),
    argument: channel,
    options: [],
    targets: 'one',
    load: async () => ({ command: (await import('./switch.ts')).resumeCommand }),
  },
];

function knownChannel(text: string): string {
  if (Object.hasOwn(channels, text)) return text;
  throw new WrongArgumentError(phrase('channel_expected', { names: Object.keys(channels) }));
}
