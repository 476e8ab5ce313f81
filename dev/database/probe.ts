import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { kindOf, type Address, type Kind } from './server.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const POLL_MS = 100;

export interface Identity {
  kind: Kind;
  version: string;
}

/** Asks a server what it is. Throws mysql2's error if it does not answer. */
export async function identify(address: Address): Promise<Identity> {
  const connection = await createConnection({ ...address, connectTimeout: CONNECT_TIMEOUT_MS });
  try {
    const [rows] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version');
    const version = String(rows[0]?.['version']);
    return { kind: kindOf(version), version };
  } finally {
    connection.destroy();
  }
}

/** Asks until it answers, the time is over, or `hasEnded` says that it never will. */
export async function untilReady(
  address: Address,
  { timeoutMs, hasEnded }: { timeoutMs: number; hasEnded: () => boolean },
): Promise<Identity> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await identify(address);
    } catch (error) {
      if (hasEnded()) throw new Error('it ended while it started', { cause: error });
      if (performance.now() > deadline) {
        throw new Error(`no answer within ${timeoutMs / 1000} s`, { cause: error });
      }
    }
    await sleep(POLL_MS);
  }
}
