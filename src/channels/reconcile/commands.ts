import { flag, json, limitOrAll } from '../../platform/arguments.ts';
import type { RunSpec } from '../../runs/job.ts';
import * as marketplaces from '../marketplaces.ts';
import { phrase } from './phrase.ts';

export const commands: readonly RunSpec[] = [
  {
    name: 'reconcile',
    about: phrase('help_reconcile'),
    options: [
      {
        flags: '--channel <channel>',
        about: phrase('help_channel'),
        choices: Object.keys(marketplaces),
      },
      flag('--dry-run', phrase('help_dry_run')),
      flag('--adopt', phrase('help_adopt')),
      flag('--force', phrase('help_force')),
      limitOrAll(phrase('help_limit')),
      json(),
    ],
    targets: 'each',
    identity: ({ dryRun, force }) => ({
      command: 'reconcile',
      dryRun: dryRun === true,
      force: force === true,
    }),
    load: () => import('./command.ts'),
  },
];
