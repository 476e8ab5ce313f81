import type { Pool } from '../../mysql/pool.ts';
import type { Session, Value } from '../../mysql/session.ts';
import type { KeptToken, SharedToken } from '../marketplace.ts';
import { phrase } from '../phrase.ts';

const EMPTY: KeptToken = {
  ...{ access: null, goodForMs: 0, scope: null },
  ...{ refresh: null, givenHash: null, refusedHash: null },
};

const WRITE = `
  UPDATE channel_token SET access_token = ?, ends_at = NOW(3) + INTERVAL ? MICROSECOND, scope = ?,
         refresh_token = ?, given_hash = ?, refused_hash = ? WHERE channel = ?`;

/** One row a channel; whoever changes it has it locked meanwhile, as long as its connection lives. */
export function sharedToken(pool: Pool, channel: string): SharedToken {
  const read = async (session: Session, lock = ''): Promise<KeptToken | undefined> => {
    const [row] = await session.read<Omit<KeptToken, 'goodForMs'> & { goodForMs: number | string | null }>(
      phrase('read_token'),
      `SELECT access_token AS access, TIMESTAMPDIFF(MICROSECOND, NOW(3), ends_at) DIV 1000 AS goodForMs, scope,
              refresh_token AS refresh, given_hash AS givenHash, refused_hash AS refusedHash
         FROM channel_token WHERE channel = ?${lock}`,
      [channel],
    );
    return row && { ...row, goodForMs: Math.max(Number(row.goodForMs ?? 0), 0) };
  };

  return {
    read: () => pool.use(async (session) => (await read(session)) ?? EMPTY),
    change: (work) =>
      pool.use(async (session) => {
        if ((await read(session)) === undefined) {
          const sql = 'INSERT IGNORE INTO channel_token (channel) VALUES (?)';
          await session.write(phrase('keep_token'), sql, [channel]);
        }
        await session.transaction(phrase('keep_token'), async () => {
          const changed = await work((await read(session, ' FOR UPDATE')) ?? EMPTY);
          if (changed === undefined) return;
          const { access, goodForMs, scope, refresh, givenHash, refusedHash } = changed;
          const values: Value[] = [
            ...[access, Math.round(goodForMs * 1000), scope],
            ...[refresh, givenHash, refusedHash, channel],
          ];
          // Also once the job is to end: the token that it replaces is used up.
          if (!session.signal.aborted) await session.write(phrase('keep_token'), WRITE, values);
          else if ((await session.lastWrite(phrase('keep_token'), WRITE, values)) > 0)
            await session.lastWrite(phrase('keep_token'), 'COMMIT');
        });
      }),
  };
}
