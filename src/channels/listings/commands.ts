import { json, limitOrAll, type OptionSpec } from '../../platform/arguments.ts';
import type { CommandSpec } from '../../platform/command.ts';
import * as marketplaces from '../marketplaces.ts';
import { phrase } from './phrase.ts';

const channel: OptionSpec = {
  flags: '--channel <channel>',
  about: phrase('help_channel'),
  choices: Object.keys(marketplaces),
};

const unmapped: Omit<CommandSpec, 'name'> = {
  about: phrase('help_unmapped'),
  options: [channel, limitOrAll(phrase('help_limit')), json()],
  targets: 'one',
  load: () => import('./unmapped-command.ts'),
};

export const commands: readonly CommandSpec[] = [
  { ...unmapped, name: 'listings' },
  { ...unmapped, parent: 'listings', name: 'unmapped' },
  {
    parent: 'listings',
    name: 'pull',
    about: phrase('help_pull'),
    options: [channel, json()],
    targets: 'one',
    load: () => import('./pull-command.ts'),
  },
  {
    parent: 'listings',
    name: 'map',
    about: phrase('help_map'),
    options: [{ flags: '--file <csv>', about: phrase('help_file'), mandatory: true }, json()],
    targets: 'one',
    load: () => import('./map-command.ts'),
  },
];
