import { json, option, wholeNumber } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';

export const commands: readonly CommandSpec[] = [
  {
    name: 'migrate',
    about: 'make or update the tables; can be repeated',
    options: [json('print what was applied on stdout')],
    targets: 'each',
    load: () => import('./migrate.ts'),
  },
  {
    name: 'runs',
    about: 'show the history of runs, newest first',
    options: [option('--limit <n>', 'how many', wholeNumber, 20), json()],
    targets: 'one',
    load: async () => ({ command: (await import('./runs.ts')).list }),
  },
  {
    parent: 'runs',
    name: 'show',
    about: "one run's whole story",
    argument: { name: '<run_id>', about: 'as `runs` lists it' },
    options: [json()],
    targets: 'one',
    load: async () => ({ command: (await import('./runs.ts')).show }),
  },
];
