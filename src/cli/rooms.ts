import { json } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import { commands as dashboard } from '../dashboard/commands.ts';
import { channelLists, commands as alerts } from '../alerts/commands.ts';
import { commands as runs } from '../runs/commands.ts';
import type { RunSpec } from '../runs/job.ts';
import { phrase } from './phrase.ts';
import {
  commands as channelCommands,
  deadDrop,
  deadLists,
  deadRetry,
  runs as channelRuns,
  test as channelTest,
} from '../channels/commands.ts';
import { channels, ledger } from '../channels/index.ts';
import { commandsOf } from '../platform/room.ts';
import { commands as sales } from '../sales/commands.ts';
import { sources } from '../sources/index.ts';
import { commands as sync } from '../sync/commands.ts';
import { commands as uploads } from '../uploads/commands.ts';

/** The commands of all rooms. What they read of the environment stands in variables.ts: `--help` needs none of it. */

const doctor: CommandSpec = {
  name: 'doctor',
  about: phrase('help_doctor'),
  options: [json()],
  targets: 'each',
  load: () => import('./doctor.ts'),
};

const init: CommandSpec = {
  name: 'init',
  about: phrase('help_init'),
  options: [],
  targets: 'none',
  load: () => import('./init.ts'),
};

const serve: CommandSpec = {
  name: 'serve',
  about: phrase('help_serve'),
  options: [],
  targets: 'one',
  load: () => import('./serve.ts'),
};

export const commands: readonly (CommandSpec | RunSpec)[] = [
  ...sync,
  ...commandsOf(sources),
  ...channelLists,
  ...channelCommands,
  { ...channelTest, load: () => import('./test-channel.ts') },
  ...deadLists.map((spec) => ({ ...spec, load: () => import('./dead.ts') })),
  { ...deadRetry, load: async () => ({ command: (await import('./dead.ts')).retryCommand }) },
  { ...deadDrop, load: async () => ({ command: (await import('./dead.ts')).dropCommand }) },
  ...commandsOf(channels),
  ...commandsOf(ledger),
  ...channelRuns,
  ...sales,
  ...uploads,
  serve,
  init,
  doctor,
  ...runs,
  ...alerts,
  ...dashboard,
];
