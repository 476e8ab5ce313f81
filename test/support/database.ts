import { randomBytes } from 'node:crypto';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';

/** A schema of a test's own on the server that the test runner opened. */
export interface TestSchema {
  name: string;
  kind: 'mysql' | 'mariadb';
  /** The job's environment for this schema. */
  env: Record<string, string>;
  query<R extends object = RowDataPacket>(sql: string, values?: unknown[]): Promise<R[]>;
  drop(): Promise<void>;
}

export function serverOptions(): { host: string; port: number; user: string; password: string } {
  const { TEST_HOST_DB, TEST_PORT_DB, TEST_USER_DB, TEST_PASSWORD_DB } = process.env;
  if (TEST_HOST_DB === undefined) {
    throw new Error('no database to test on: run the tests with `npm test`, or set TEST_HOST_DB and its kin');
  }
  return {
    host: TEST_HOST_DB,
    port: Number(TEST_PORT_DB ?? 3306),
    user: TEST_USER_DB ?? 'root',
    password: TEST_PASSWORD_DB ?? '',
  };
}

/** A test file may have a server of its own. */
export const serverOf = ({ env }: TestSchema): string => `${env['HOST_DB']}:${env['PORT_DB']}`;

export async function openSchema(): Promise<TestSchema> {
  const server = serverOptions();
  const name = `test_${randomBytes(5).toString('hex')}`;
  const connection: Connection = await mysql.createConnection({
    ...server,
    timezone: 'Z',
    dateStrings: true,
    jsonStrings: true,
  });
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  await connection.query(`USE ${name}`);
  return {
    name,
    kind: process.env['TEST_DB_KIND'] === 'mysql' ? 'mysql' : 'mariadb',
    env: {
      HOST_DB: server.host,
      PORT_DB: String(server.port),
      USER_DB: server.user,
      PASSWORD_DB: server.password,
      NAME_DB: name,
    },
    async query<R extends object>(sql: string, values: unknown[] = []) {
      const [rows] = await connection.query(sql, values);
      return rows as R[];
    },
    async drop() {
      await connection.query(`DROP DATABASE IF EXISTS ${name}`);
      await connection.end();
    },
  };
}
