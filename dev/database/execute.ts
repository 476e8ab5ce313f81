import { createConnection } from 'mysql2/promise';
import type { Address } from './server.ts';

/** One statement on a connection of its own. */
export async function execute(address: Address, sql: string): Promise<void> {
  const { host = '127.0.0.1', port = 3306, socketPath, user, password } = address;
  const place = socketPath === undefined ? { host, port } : { socketPath };
  const connection = await createConnection({ ...place, user, password });
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}
