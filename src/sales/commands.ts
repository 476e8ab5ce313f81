import { flag } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import { phrase } from './phrase.ts';

export const commands: readonly CommandSpec[] = [
  {
    name: 'sales-worker',
    about: phrase('help_worker'),
    options: [
      flag('--record-only', phrase('help_record_only')),
      flag('--deliver-only', phrase('help_deliver_only')),
    ],
    targets: 'one',
    load: () => import('./worker.ts'),
  },
];
