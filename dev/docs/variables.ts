import { inEnglish } from '../../src/cli/catalogue/index.ts';
import { partsByRoom } from '../../src/cli/variables.ts';
import {
  checkConfig,
  expectationOf,
  type Part,
  type Variable,
  variablesOf,
} from '../../src/platform/config/config.ts';
import type { Phrase } from '../../src/platform/phrase.ts';
import { secretManagerVariables } from '../../src/platform/secrets/config.ts';
import { syncParts } from '../../src/sync/flags.ts';

/** A variable as a reader meets it. */
export interface Entry extends Variable {
  name: string;
  /** What it must be; empty where any text will do. */
  expected: string;
  /** As it would be written; empty where there is none. */
  default: string;
  /** Whether `sync` does not work without it, or else what would do in its place. */
  need: { or: string } | undefined;
}

type Rooms = Awaited<ReturnType<typeof partsByRoom>>;

const TITLES: Readonly<Record<keyof Rooms, string>> = {
  sources: 'The source',
  mysql: 'The database',
  channels: 'The channels',
  runs: 'Runs',
  sync: 'What a run may do',
  sales: 'The sales of the till',
  alerts: 'Alerts',
  uploads: 'Uploads of spreadsheets',
  server: 'Health and metrics',
  platform: 'The process',
};

/** Every variable once, under the room that it is of; where secrets lie has a heading of its own. */
export async function variablesByRoom(): Promise<Map<string, Entry[]>> {
  const rooms = Object.entries(await partsByRoom()) as [keyof Rooms, readonly Part<unknown>[]][];
  const needs = needsOf();
  const said = new Set(Object.keys(secretManagerVariables));
  const entry = ([name, variable]: [string, Variable]): Entry => ({
    ...variable,
    name,
    expected: expectedOf(variable),
    default: defaultOf(variable),
    need: needs.get(name),
  });
  const groups = rooms.map(([room, parts]): [string, Entry[]] => {
    const fresh = Object.entries(variablesOf(parts)).filter(([name]) => !said.has(name));
    for (const [name] of fresh) said.add(name);
    return [TITLES[room], fresh.map(entry)];
  });
  const places = Object.entries(secretManagerVariables).map(entry);
  return new Map([...groups.slice(0, 2), ['Secret Manager', places], ...groups.slice(2)]);
}

/** What `sync` asks for in an empty environment. */
function needsOf(): Map<string, { or: string }> {
  const missing = checkConfig({}, syncParts).problems.filter(({ code }) => code === 'platform.missing');
  return new Map(
    missing.map(({ params }) => {
      const { name, or } = params as { name: string; or: string | Phrase | null };
      return [name, { or: or === null ? '' : typeof or === 'string' ? or : inEnglish(or).message }];
    }),
  );
}

function expectedOf(variable: Variable): string {
  const { code, params } = expectationOf(variable);
  return code === 'platform.text' ? '' : inEnglish({ code, params }).message;
}

function defaultOf({ check }: Variable): string {
  const value = check.safeParse(undefined).data as string | number | readonly string[] | undefined;
  return [value ?? []].flat().join(',');
}
