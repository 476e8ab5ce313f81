import { json, WrongArgumentError } from '../../platform/arguments.ts';
import type { CommandSpec } from '../../platform/command.ts';
import { phrase } from './phrase.ts';

export const commands: readonly CommandSpec[] = [
  {
    name: 'renew-token',
    about: phrase('help_renew'),
    options: [
      { flags: '--if-older-than <days>', about: phrase('help_if_older'), parse: days, fallback: 5 },
      json(phrase('help_renew_json')),
    ],
    targets: 'each',
    load: () => import('./auth/renew-token.ts'),
  },
  {
    name: 'discover',
    about: phrase('help_discover'),
    options: [json()],
    targets: 'one',
    load: () => import('./discover.ts'),
  },
];

function days(text: string): number {
  if (/^\d{1,5}(\.\d+)?$/.test(text)) return Number(text);
  throw new WrongArgumentError(phrase('days_expected'));
}
