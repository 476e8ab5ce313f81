import { json } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import { type Part, secretNames, type Variables, variablesOf } from '../platform/config/config.ts';
import { type Environment, readEnvironment } from '../platform/environment.ts';
import { commands as dashboard } from '../dashboard/commands.ts';
import { commands as runs } from '../runs/commands.ts';
import type { RunSpec } from '../runs/job.ts';
import { phrase } from './phrase.ts';
import { commands as bitcram } from '../sources/bitcram/commands.ts';
import { commands as sync } from '../sync/commands.ts';

/** What each room brings along, added up. */

const doctor: CommandSpec = {
  name: 'doctor',
  about: phrase('help_doctor'),
  options: [json()],
  targets: 'each',
  load: () => import('./doctor.ts'),
};

export const commands: readonly (CommandSpec | RunSpec)[] = [
  ...sync,
  ...bitcram,
  doctor,

  ...runs,
  ...dashboard,
];

/** Every variable of the program. */
export async function allVariables(): Promise<Variables> {
  const rooms = await Promise.all([
    import('../platform/config/process.ts'),
    import('../mysql/config.ts'),
    import('../sources/index.ts'),
    import('../sync/config.ts'),
    import('../channels/index.ts'),
    import('../alerts/config.ts'),
  ]);
  return variablesOf(rooms.flatMap(({ parts }) => parts as Part<unknown>[]));
}

export async function environment(): Promise<Environment> {
  return readEnvironment(secretNames(await allVariables()));
}
