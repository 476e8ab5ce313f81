import { json, limit, limitOrAll } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import { phrase } from './phrase.ts';

export const commands: readonly CommandSpec[] = [
  {
    name: 'migrate',
    about: phrase('help_migrate'),
    options: [json(phrase('help_migrate_json'))],
    targets: 'each',
    load: () => import('./migrate.ts'),
  },
  {
    name: 'runs',
    about: phrase('help_runs'),
    options: [limit(phrase('help_limit')), json()],
    targets: 'one',
    load: () => import('./runs.ts'),
  },
  {
    parent: 'runs',
    name: 'show',
    about: phrase('help_show'),
    argument: { name: '<run_id>', about: phrase('help_run_id') },
    options: [limitOrAll(phrase('help_products')), json()],
    targets: 'one',
    load: () => import('./show.ts'),
  },
];
