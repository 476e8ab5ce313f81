import { flag, json, limit, limitOrAll } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import { dayArgument } from './days.ts';
import { STATUSES } from './outcome.ts';
import { phrase } from './phrase.ts';

/** What the page's days and the Spanish table call them. */
export const SPELLINGS = {
  good: 'succeeded',
  bien: 'succeeded',
  incompleta: 'incomplete',
  detenida: 'stopped',
  falló: 'failed',
  interrumpida: 'interrupted',
  'se cortó': 'lost',
  'en curso': 'running',
};

export const commands: readonly CommandSpec[] = [
  {
    name: 'migrate',
    about: phrase('help_migrate'),
    options: [json(phrase('help_migrate_json'))],
    targets: 'each',
    load: () => import('./migrate.ts'),
  },
];

/** The modules of these two stand where it is known what is behind a run that did not go well. */
export const list: Omit<CommandSpec, 'load'> = {
  name: 'runs',
  about: phrase('help_runs'),
  options: [
    { flags: '--day <day>', about: phrase('help_day'), parse: dayArgument },
    { flags: '--status <status>', about: phrase('help_status'), choices: STATUSES, spellings: SPELLINGS },
    flag('--failed', phrase('help_failed')),
    limit(phrase('help_limit')),
    json(),
  ],
  targets: 'one',
  conflict: ({ status, failed }) =>
    status !== undefined && failed === true ? phrase('status_and_failed') : undefined,
};

export const show: Omit<CommandSpec, 'load'> = {
  parent: 'runs',
  name: 'show',
  about: phrase('help_show'),
  argument: { name: '<run_id>', about: phrase('help_run_id') },
  options: [limitOrAll(phrase('help_products')), json()],
  targets: 'one',
  // The command line gives them to `runs`, wherever they stand.
  conflict: ({ day, status, failed }) =>
    day !== undefined || status !== undefined || failed === true ? phrase('one_run_shown') : undefined,
};
