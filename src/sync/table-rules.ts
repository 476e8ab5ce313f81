import type { Session } from '../mysql/session.ts';
import { ConfigurationError } from '../platform/errors.ts';
import type { Phrase } from '../platform/phrase.ts';
import { phrase } from './phrase.ts';

/** A part that is an expression has no name. */
const UNIQUE_KEYS_SQL = `
  SELECT index_name AS name, column_name AS part FROM information_schema.statistics
   WHERE table_schema = DATABASE() AND table_name = 'raw_item_data' AND non_unique = 0
   ORDER BY index_name, seq_in_index`;

/**
 * Throws `ConfigurationError` where one product could take the row of another. `numbered` is the column that the database numbers by
 * itself, if there is one: a key of it is in no product's way.
 */
export async function refuseUnsafeKeys(session: Session, numbered: string | undefined): Promise<void> {
  const attempt = phrase('read_keys');
  const keys = new Map<string, string[]>();
  for (const { name, part } of await session.read<{ name: string; part: string | null }>(
    attempt,
    UNIQUE_KEYS_SQL,
  )) {
    const parts = keys.get(name) ?? [];
    keys.set(name, [...parts, part ?? '…']);
  }
  refuseKeys(keys, numbered);
}

function refuseKeys(keys: ReadonlyMap<string, readonly string[]>, numbered: string | undefined): void {
  const withId = [...keys.values()].filter((parts) => parts.some(isId));
  if (!withId.some((parts) => parts.length === 1)) {
    const what = withId.length === 0 ? phrase('no_key') : phrase('half_key');
    throw new ConfigurationError(phrase('column_wrong', { column: 'id', what }));
  }
  for (const [key, parts] of keys) {
    if (parts.some((part) => isId(part) || part === numbered)) continue;
    throw new ConfigurationError(phrase('second_key', { key, columns: parts.join(', ') }));
  }
}

function isId(part: string): boolean {
  return part.toLowerCase() === 'id';
}

const TRIGGERS_SQL = `
  SELECT trigger_name AS name FROM information_schema.triggers
   WHERE event_object_schema = DATABASE() AND event_object_table = 'raw_item_data' ORDER BY trigger_name`;

/** `  CONSTRAINT `positive` CHECK ((`stock` >= 0))`, and MariaDB's `  `stock` int(11) CHECK (`stock` >= 0),`. */
const NAMED = /^ *CONSTRAINT `(?<name>(?:[^`]|``)+)` (?<kind>FOREIGN KEY|CHECK) ?(?<rule>.*?),?$/;
const OF_COLUMN = /^ *`(?<name>(?:[^`]|``)+)` .* (?<kind>CHECK) (?<rule>\(.*?),?$/;
const HOLDS_ANYWAY = /^\(+json_valid\(`data`\)\)+$/i;

/**
 * What may refuse a row of a load, as far as this user may see it: foreign keys, CHECKs and triggers. The table's own definition
 * has them where the catalogue's views show nothing to a user with rights on this table alone.
 */
export async function readRules(session: Session): Promise<Phrase[]> {
  const attempt = phrase('read_keys');
  const [table] = await session.read<Record<string, string>>(attempt, 'SHOW CREATE TABLE raw_item_data');
  const definition = table?.['Create Table'] ?? '';
  const rules = definition.split('\n').flatMap((line) => {
    const { name = '', kind, rule = '' } = (NAMED.exec(line) ?? OF_COLUMN.exec(line))?.groups ?? {};
    if (kind === 'FOREIGN KEY') return [phrase('foreign_key', { name })];
    return kind === 'CHECK' && !HOLDS_ANYWAY.test(rule) ? [phrase('check_rule', { name })] : [];
  });
  const triggers = await session.read<{ name: string }>(attempt, TRIGGERS_SQL);
  return [...rules, ...triggers.map(({ name }) => phrase('trigger', { name }))];
}
