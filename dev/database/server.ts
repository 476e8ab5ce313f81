export type Kind = 'mysql' | 'mariadb';

export interface Address {
  host?: string;
  port?: number;
  socketPath?: string;
  user: string;
  password: string;
}

/** A server that answers, and the account of it that may make and drop schemas. */
export interface Database extends Address {
  kind: Kind;
  version: string;
  /** Where it comes from, for the person who reads the test's last lines. */
  origin: string;
  close(): Promise<void>;
}

/** One that was started here, for nobody else. */
export interface OwnDatabase extends Database {
  /** Kills it, as a machine that loses its power, and starts it again with its data. Resolves once it answers. */
  restart(): Promise<void>;
}

export type Wanted = Kind | 'any';

/** No way led to a database. The message says all that a person needs; `ways` what came of each, a line each. */
export class NoDatabase extends Error {
  override name = 'NoDatabase';
  readonly ways: string[];

  constructor(want: Wanted, ways: string[]) {
    super(
      [
        `No ${want === 'any' ? 'database' : NAMES[want]} was found.`,
        ...ways.map((way) => `  ${way}`),
        'Install a server package (mysql-server or mariadb-server), or start Docker, or name a server that tests may use',
        'freely with TEST_HOST_DB, TEST_PORT_DB, TEST_USER_DB and TEST_PASSWORD_DB; then run the same command again.',
      ].join('\n'),
    );
    this.ways = ways;
  }
}

export const NAMES: Record<Kind, string> = { mysql: 'MySQL', mariadb: 'MariaDB' };

export const fits = (kind: Kind, want: Wanted) => want === 'any' || want === kind;

export const kindOf = (version: string): Kind => (/mariadb/i.test(version) ? 'mariadb' : 'mysql');
