import { json } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import { type Part, secretNames, type Variables, variablesOf } from '../platform/config/config.ts';
import { type Environment, readEnvironment } from '../platform/environment.ts';
import { commands as dashboard } from '../dashboard/commands.ts';
import { commands as runs } from '../runs/commands.ts';
import type { RunSpec } from '../runs/job.ts';
import { phrase } from './phrase.ts';
import { channels } from '../channels/index.ts';
import { commandsOf } from '../platform/room.ts';
import { sources } from '../sources/index.ts';
import { commands as sync } from '../sync/commands.ts';

/** What each room brings along, added up. */

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

export const commands: readonly (CommandSpec | RunSpec)[] = [
  ...sync,
  ...commandsOf(sources),
  ...commandsOf(channels),
  init,
  doctor,

  ...runs,
  ...dashboard,
];

/** What each room reads of the environment. */
export async function partsByRoom() {
  const [platform, mysql, sources, sync, channels, alerts] = await Promise.all([
    import('../platform/config/process.ts'),
    import('../mysql/config.ts'),
    import('../sources/config.ts'),
    import('../sync/config.ts'),
    import('../channels/config.ts'),
    import('../alerts/config.ts'),
  ]);
  return {
    sources: sources.parts,
    mysql: mysql.parts,
    channels: channels.parts,
    sync: sync.parts,
    alerts: alerts.parts,
    platform: platform.parts,
  } satisfies Record<string, readonly Part<unknown>[]>;
}

/** Every variable of the program. */
export async function allVariables(): Promise<Variables> {
  const parts: readonly Part<unknown>[] = Object.values(await partsByRoom()).flat();
  return variablesOf(parts);
}

export async function environment(): Promise<Environment> {
  return readEnvironment(secretNames(await allVariables()));
}
