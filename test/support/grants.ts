import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TestSchema } from './database.ts';

const USERS = ['migrate', 'sync', 'reader', 'serve'] as const;
export type GrantedUser = (typeof USERS)[number];
type GrantsFile =
  '1-users.sql' | '2-migrate.sql' | '3-sync.sql' | '4-reader.sql' | '5-serve.sql' | '6-serve-page.sql';

/** Users of a test's own, for the files of deploy/grants. */
export interface Grants {
  /** The statements of a file, meant for the test's schemas and users. The lines that wait for a shop's own tables are in. */
  statements(file: GrantsFile): string[];
  apply(file: GrantsFile): Promise<void>;
  /** The job's variables to log in as this user. */
  login(user: GrantedUser): { USER_DB: string; PASSWORD_DB: string };
  /** As SQL names the user. */
  account(user: GrantedUser): string;
  drop(): Promise<void>;
}

/** `application` stands for the schema `shop` of the files. */
export async function openGrants(schema: TestSchema, application: TestSchema): Promise<Grants> {
  const suffix = randomBytes(4).toString('hex');
  const password = randomBytes(12).toString('hex');
  const nameOf = (user: GrantedUser): string => `t-${user}-${suffix}`;
  const account = (user: GrantedUser): string => `'${nameOf(user)}'@'%'`;
  for (const user of USERS) await schema.query(`CREATE USER ${account(user)} IDENTIFIED BY '${password}'`);

  const statements = (file: GrantsFile): string[] =>
    readFileSync(new URL(`../../deploy/grants/${file}`, import.meta.url), 'utf8')
      .replaceAll(/^-- (GRANT .*;)$/gm, '$1')
      .replaceAll(/^--.*$/gm, '')
      .replaceAll(/\bbitcram\./g, `${schema.name}.`)
      .replaceAll(/\bshop\./g, `${application.name}.`)
      .replaceAll(/'bitcram-(\w+)'/g, (_whole, user: GrantedUser) => `'${nameOf(user)}'`)
      .split(';')
      .map((statement) => statement.trim())
      .filter((statement) => statement !== '');
  return {
    statements,
    async apply(file) {
      for (const statement of statements(file)) await schema.query(statement);
    },
    login: (user) => ({ USER_DB: nameOf(user), PASSWORD_DB: password }),
    account,
    async drop() {
      for (const user of USERS) await schema.query(`DROP USER ${account(user)}`);
    },
  };
}
