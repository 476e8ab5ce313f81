import { InvalidArgumentError } from 'commander';
import { json, option } from '../../platform/arguments.ts';
import type { CommandSpec } from '../../platform/command.ts';

export const commands: readonly CommandSpec[] = [
  {
    name: 'renew-token',
    about: 'log in at Bitcram and put the new token into the secret, before the old one ends',
    options: [
      option('--if-older-than <days>', 'leave a younger token alone; 0 renews any', days, 5),
      json('print what was done on stdout'),
    ],
    targets: 'each',
    load: () => import('./auth/renew-token.ts'),
  },
  {
    name: 'discover',
    about: 'list the checkouts and warehouses that the token can see',
    options: [json()],
    targets: 'one',
    load: () => import('./discover.ts'),
  },
];

function days(text: string): number {
  if (/^\d{1,5}(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of days.');
}
