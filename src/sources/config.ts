import { oneOf } from '../platform/config/checks.ts';
import { choose, definePart } from '../platform/config/config.ts';
import type { Resources } from '../platform/command.ts';
import type { RoomChecks } from '../platform/doctor.ts';
import type { RoomQuestions } from '../platform/interview.ts';
import type { Language } from '../platform/language.ts';
import { insidesOf } from '../platform/room.ts';
import { DEFAULT_SOURCE, sources, supplierOf } from './index.ts';
import type { RejectionText } from './words/quarantine.en.ts';
import type { OwnTable, ReadRejected, Source, SourceDatabase, SourceInside } from './source.ts';

const rooms = await insidesOf(sources);
/** Nothing comes in: stock is counted, and only sold. */
const NONE = 'none';
const names = Object.keys(rooms) as [string, ...string[]];

const variable = {
  check: oneOf(...names, NONE).default(DEFAULT_SOURCE),
  about: 'where goods, prices and stock come from',
};

/** For whoever knows no source: one that there is not would be taken for another one. */
export const sourceName = definePart({ SOURCE: variable }, ({ SOURCE }) => SOURCE);

export const sourceConfig = choose('SOURCE', variable, {
  ...Object.fromEntries(names.map((name) => [name, roomOf(name).config])),
  [NONE]: definePart({}, () => undefined),
});

export const parts = [sourceConfig, ...Object.values(rooms).flatMap((room) => room.parts)];

export interface SourceJob extends Resources {
  config: { source: { name: string; config: unknown } };
  database?: SourceDatabase;
  writes?: boolean;
}

/** The table of the source that SOURCE names; undefined where its products lie in raw_item_data. */
export async function tableOf({
  name,
  config,
}: {
  name: string;
  config: unknown;
}): Promise<OwnTable | undefined> {
  return rooms[name]?.table?.(config);
}

export function isSource({ name }: { name: string }): boolean {
  return name !== NONE;
}

/** The source that SOURCE names, ready to be asked. */
export function openSource(job: SourceJob): Promise<Source> {
  const { name, config } = job.config.source;
  return roomOf(name).open({ ...job, config });
}

/** What `doctor` looks at of the source that SOURCE names; of SOURCE alone where it names none. */
export async function checks(given: string | undefined): Promise<RoomChecks> {
  const name = given || DEFAULT_SOURCE;
  if (!Object.hasOwn(rooms, name)) return { parts: { source: sourceConfig }, examine: async () => undefined };
  return (await roomOf(name).checks()).checks;
}

/** How the items in quarantine are read that the source that SOURCE names has sent; nothing is found where it names none. */
export async function rejectedReader(given: string | undefined): Promise<ReadRejected> {
  const found = await rooms[given || DEFAULT_SOURCE]?.rejected?.();
  return found?.readRejected ?? (() => ({ member: null, value: null, name: null }));
}

/** What is wrong with items that the source that SOURCE names has sent, and what to do. Only that language is loaded. */
export async function rejectionTextIn(language: Language, given: string | undefined): Promise<RejectionText> {
  const supplier = supplierOf(given);
  return language === 'es'
    ? (await import('./words/quarantine.es.ts')).esQuarantine(supplier)
    : (await import('./words/quarantine.en.ts')).enQuarantine(supplier);
}

/** What `init` asks for the source that SOURCE names; where it names none, it is forgotten, and the usual one asked for. */
export async function questions(given: string | undefined): Promise<RoomQuestions[]> {
  const named = given !== undefined && Object.hasOwn(rooms, given) ? given : undefined;
  const room = await roomOf(named ?? DEFAULT_SOURCE).questions?.();
  const asked = room === undefined ? [] : [room.questions];
  // It may come from the shell alone, and the other commands read the file.
  return [{ ask: async (interview) => interview.set('SOURCE', named) }, ...asked];
}

function roomOf(name: string): SourceInside {
  return rooms[name] as SourceInside;
}
