import { oneOf } from '../platform/config/checks.ts';
import { choose, type Part } from '../platform/config/config.ts';
import type { Resources } from '../platform/command.ts';
import * as bitcram from './bitcram/index.ts';
import type { RoomChecks } from '../platform/doctor.ts';
import type { Source } from './source.ts';

/** The suppliers that there are, by the value of SOURCE. A new one is a folder, and its line here. */
const rooms = { bitcram };

type Name = keyof typeof rooms;
const names = Object.keys(rooms) as [Name, ...Name[]];

export const sourceConfig = choose(
  'SOURCE',
  { check: oneOf(...names).default('bitcram') },
  Object.fromEntries(names.map((name) => [name, rooms[name].config as Part<unknown>])),
);

export interface SourceJob extends Resources {
  config: { source: { name: string; config: unknown } };
}

/** The source that SOURCE names, ready to be asked. */
export function openSource(job: SourceJob): Promise<Source> {
  const { name, config } = job.config.source;
  const { open } = rooms[name as Name] as { open(job: Resources & { config: unknown }): Promise<Source> };
  return open({ ...job, config });
}

export const parts = [sourceConfig, ...names.flatMap((name) => rooms[name].parts)];
export const commands = names.flatMap((name) => rooms[name].commands);

/** What `doctor` looks at of the source that the environment names. */
export async function checks(name: string): Promise<RoomChecks | undefined> {
  return (await rooms[name as Name]?.checks())?.checks;
}
