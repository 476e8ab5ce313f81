import type { CommandSpec } from './command.ts';
import type { Catalogue, Wordings } from './phrase.ts';

/** The front of a room that is one of several, such as a source: what the program needs of it at once, and how the rest is loaded. */
export interface Room<Inside> {
  words: { en: Wordings; es(): Promise<Wordings> };
  commands: readonly CommandSpec[];
  /** What is behind its errors, in words of the shop's owner: by a cause of `src/alerts/causes.ts`, the names of its errors. */
  causes: Readonly<Record<string, readonly string[]>>;
  /** Loaded where something is configured or opened: `--help` needs none of it. */
  load(): Promise<Inside>;
}

export type Rooms<Inside> = Readonly<Record<string, Room<Inside>>>;

export function commandsOf(rooms: Rooms<unknown>): readonly CommandSpec[] {
  return Object.values(rooms).flatMap(({ commands }) => commands);
}

/** The errors of these rooms, with the room's name before them, that have this cause. */
export function errorsBehind(rooms: Rooms<unknown>, cause: string): readonly string[] {
  return Object.entries(rooms).flatMap(([name, { causes }]) =>
    (causes[cause] ?? []).map((error) => `${name}.${error}`),
  );
}

export function englishOf(rooms: Rooms<unknown>): Catalogue {
  return Object.fromEntries(Object.entries(rooms).map(([name, { words }]) => [name, words.en]));
}

export function spanishOf(rooms: Rooms<unknown>): Promise<Catalogue> {
  return byName(rooms, ({ words }) => words.es());
}

export function insidesOf<Inside>(rooms: Rooms<Inside>): Promise<Readonly<Record<string, Inside>>> {
  return byName(rooms, (room) => room.load());
}

async function byName<Inside, T>(
  rooms: Rooms<Inside>,
  valueOf: (room: Room<Inside>) => Promise<T>,
): Promise<Record<string, T>> {
  const entries = Object.entries(rooms).map(async ([name, room]) => [name, await valueOf(room)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
