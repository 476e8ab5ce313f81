import { readdirSync, readFileSync } from 'node:fs';
import { ConfigurationError } from '../platform/errors.ts';
import type { Phrase } from '../platform/phrase.ts';
import { phrase } from './phrase.ts';
import type { Session } from './session.ts';

export interface Migration {
  version: number;
  name: string;
  statements: readonly string[];
}

const FOLDER = new URL('../../sql/', import.meta.url);

const MIGRATION_TABLE = `
  CREATE TABLE IF NOT EXISTS sync_migration (
    version INT NOT NULL,
    name VARCHAR(128) NOT NULL,
    applied_at DATETIME(3) NOT NULL,
    PRIMARY KEY (version)
  ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4`;

/** The numbered files of `sql/`, in order. */
export function readMigrations(folder: URL = FOLDER): Migration[] {
  return readdirSync(folder)
    .map((file) => /^(\d{3})_([a-z0-9_]+)\.sql$/.exec(file))
    .filter((match) => match !== null)
    .map((match) => ({
      version: Number(match[1]),
      name: match[0],
      statements: statementsOf(readFileSync(new URL(match[0], folder), 'utf8')),
    }))
    .sort((a, b) => a.version - b.version);
}

/** Statements end with a semicolon at the end of a line; whole-line comments are left out. */
function statementsOf(sql: string): string[] {
  const code = sql
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('--'))
    .join('\n');
  return code
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

/** Applies what is not applied yet, in order; returns the names. Each statement can be repeated, since MySQL commits DDL at once. */
export async function migrate(session: Session): Promise<string[]> {
  await session.write(phrase('make_migrations_table'), MIGRATION_TABLE);
  const applied = await appliedVersions(session);
  const done: string[] = [];
  for (const migration of readMigrations()) {
    if (applied.has(migration.version)) continue;
    for (const statement of migration.statements) {
      await applyStatement(session, phrase('apply', { migration: migration.name }), statement);
    }
    await session.write(
      phrase('note_applied', { migration: migration.name }),
      'INSERT INTO sync_migration (version, name, applied_at) VALUES (?, ?, UTC_TIMESTAMP(3))',
      [migration.version, migration.name],
    );
    done.push(migration.name);
  }
  return done;
}

/** A change that is there already: MySQL has no `ADD COLUMN IF NOT EXISTS`, and a migration may have been cut off. */
const MADE_ALREADY = new Set(['ER_DUP_FIELDNAME', 'ER_DUP_KEYNAME']);

async function applyStatement(session: Session, attempt: Phrase, statement: string): Promise<void> {
  try {
    await session.write(attempt, statement);
  } catch (error) {
    const { code = '' } = ((error as Error).cause ?? {}) as { code?: string };
    if (!MADE_ALREADY.has(code)) throw error;
  }
}

/** Throws `ConfigurationError` where the schema is older than the program. */
export async function requireMigrated(session: Session): Promise<void> {
  const applied = await appliedVersions(session);
  const pending = readMigrations().filter(({ version }) => !applied.has(version));
  if (pending.length === 0) return;
  throw new ConfigurationError(phrase('schema_outdated', { migrations: pending.map(({ name }) => name) }));
}

async function appliedVersions(session: Session): Promise<ReadonlySet<number>> {
  const attempt = phrase('see_applied');
  const tables = await session.read(
    attempt,
    `SELECT 1 AS present FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_name = 'sync_migration'`,
  );
  if (tables.length === 0) return new Set();
  const rows = await session.read<{ version: number }>(attempt, 'SELECT version FROM sync_migration');
  return new Set(rows.map(({ version }) => version));
}
