import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Address } from './server.ts';

/** One statement on a connection of its own. */
export async function execute(address: Address, sql: string): Promise<void> {
  await on(address, (connection) => connection.query(sql));
}

/** The rows of one statement, each as an array. */
export async function query(address: Address, sql: string): Promise<readonly (readonly unknown[])[]> {
  const [rows] = await on(address, (connection) =>
    connection.query<RowDataPacket[][]>({ sql, rowsAsArray: true }),
  );
  return rows;
}

async function on<T>(address: Address, work: (connection: Connection) => Promise<T>): Promise<T> {
  const { host = '127.0.0.1', port = 3306, socketPath, user, password } = address;
  const place = socketPath === undefined ? { host, port } : { socketPath };
  const connection = await createConnection({ ...place, user, password });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}
