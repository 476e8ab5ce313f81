import { typed } from '../../platform/command-line.ts';

/** What is found wrong with the tables and the procedures. */
export const enTables = {
  table_missing: {
    message: 'there is no table raw_item_data in this schema, or this user may not see it',
    hint: `run ${typed('migrate')}; if that was done, grant this user the rights of deploy/grants/`,
  },
  column_wrong: ({ column, what }: { column: string; what: string }) => ({
    message: `the column ${column} of raw_item_data ${what}`,
    hint: 'change the table, or point NAME_DB at the right schema',
  }),
  column_demanding: ({ column }: { column: string }) => ({
    message: `the column ${column} of raw_item_data is NOT NULL without a default, so no product can be inserted`,
    hint: 'give it a default',
  }),
  column_missing: 'is missing',
  no_key: 'is neither a primary nor a unique key',
  half_key: 'is only a part of a unique key',
  generated: 'is generated from other columns, so it cannot be written',
  engine_wrong: ({ engine }: { engine: string }) => ({
    message: `raw_item_data is ${engine} and not InnoDB, so a load that fails could not be undone`,
    hint: 'run ALTER TABLE raw_item_data ENGINE = InnoDB',
  }),
  second_key: ({ key, columns }: Record<'key' | 'columns', string>) => ({
    message: `raw_item_data has the unique key ${key} (${columns}) besides that of id, so one product could take the row of another`,
    hint: `make it a plain index: ALTER TABLE raw_item_data DROP INDEX \`${key}\`, ADD INDEX \`${key}\` (${columns})`,
  }),
  row_refused: ({ attempt, why }: Record<'attempt' | 'why', string>) => ({
    message: `could not ${attempt}: ${why}`,
    hint: 'a key, a CHECK or a trigger of raw_item_data refused a row, and nothing was loaded: change it, or correct the product in the source',
  }),
  type_wrong: ({ type, expected }: { type: string; expected: string }) =>
    `has the type ${type}, ${expected} is expected`,
  an_integer: 'an integer',
  procedure_missing: ({ procedure }: { procedure: string }) => ({
    message: `the procedure ${procedure} does not exist, or this user may not see it`,
    hint: `correct POST_LOAD_PROCEDURES, or GRANT EXECUTE ON PROCEDURE ${procedure} to the user`,
  }),
  procedure_failed: ({ why }: { why: string }) => ({
    message: why,
    hint: 'no webhook goes out before it succeeds; the next run calls it again',
  }),
  procedure_uncommitted: ({ procedure }: { procedure: string }) => ({
    message: `the procedure ${procedure} left a transaction open, so what it did was undone`,
    hint: 'let it COMMIT what it writes, and leave autocommit on; no webhook goes out before that',
  }),
  procedures_first: ({ why }: { why: string }) => ({
    message: `the post-load procedures come before the webhooks: ${why}`,
    hint: 'that run calls them and sends what is pending; where it does not, run this again once it has ended',
  }),
  procedures_at_work: {
    message: 'a post-load procedure that an earlier run called is still at work',
    hint: 'the next run calls them again, and no webhook goes out before; look at the database where it does not end',
  },
  procedures_not_noted: {
    message: 'the procedures were called, and that was not noted: the database says that nothing changed',
    hint: 'look at the triggers of sync_run',
  },
  published_table_wrong: ({ attempt, why }: Record<'attempt' | 'why', string>) => ({
    message: `could not ${attempt}: ${why}`,
    hint: 'check PUBLISHED_ITEMS_TABLE, and the triggers of raw_item_data where it has any',
  }),
  procedure_unknown: ({ attempt, why }: Record<'attempt' | 'why', string>) => ({
    message: `could not ${attempt}: ${why}`,
    hint: 'check POST_LOAD_PROCEDURES',
  }),
  default_missing: ({ attempt, why }: Record<'attempt' | 'why', string>) => ({
    message: `could not ${attempt}: ${why}`,
    hint: 'give the column of raw_item_data a default',
  }),
};
