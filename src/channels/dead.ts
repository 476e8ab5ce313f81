import type { Session, Values } from '../mysql/session.ts';
import { repeated } from '../mysql/repeat.ts';
import { UsageError } from '../platform/errors.ts';
import { namesOf } from '../runs/names.ts';
import { phrase } from './phrase.ts';

/** A product that a channel refused so often that nobody sends it again by itself. */
export interface DeadProduct {
  channel: string;
  product_id: number;
  name: string | null;
  attempts: number;
  last_error: string | null;
  /** Since when it was pending. UTC. */
  since: string;
  dead_at: string;
}

export interface WhichDead {
  channel?: string | undefined;
  /** Undefined: all. */
  ids?: readonly number[] | undefined;
}

const NEWEST_FIRST = 'ORDER BY dead_at DESC, channel, subject_id';

/** The newest first; `limit` 0 is all of them. */
export async function readDead(session: Session, which: WhichDead, limit = 0): Promise<DeadProduct[]> {
  const [condition, values] = conditionOf(which);
  const rows = await session.read<Omit<DeadProduct, 'product_id' | 'name'> & { product_id: number | string }>(
    phrase('read_dead'),
    `SELECT channel, subject_id AS product_id, attempts, last_error, owed_at AS since, dead_at
       FROM channel_outbox WHERE ${condition} ${NEWEST_FIRST} ${limit === 0 ? '' : 'LIMIT ?'}`,
    limit === 0 ? values : [...values, limit],
  );
  const names = await namesOf(
    session,
    rows.map(({ product_id: id }) => id),
  );
  return rows.map((row) => {
    const id = Number(row.product_id);
    return { ...row, product_id: id, name: names.get(id) ?? null };
  });
}

export async function countDead(session: Session, which: WhichDead): Promise<number> {
  const [condition, values] = conditionOf(which);
  const [row] = await session.read<{ n: number }>(
    phrase('read_dead'),
    `SELECT COUNT(*) AS n FROM channel_outbox WHERE ${condition}`,
    values,
  );
  return row?.n ?? 0;
}

/** With their keys: whoever received one of them already knows it again. Returns how many. */
export function reviveDead(session: Session, which: WhichDead): Promise<number> {
  return change(session, which, 'revive', 'UPDATE channel_outbox SET dead_at = NULL, attempts = 0');
}

/** The channel never hears of this change; the next one of the product is sent like any other. Returns how many. */
export function dropDead(session: Session, which: WhichDead): Promise<number> {
  return change(session, which, 'drop', 'DELETE FROM channel_outbox');
}

async function change(
  session: Session,
  which: WhichDead,
  attempt: 'revive' | 'drop',
  statement: string,
): Promise<number> {
  if (which.ids !== undefined) await requireDead(session, which, which.ids);
  const [condition, values] = conditionOf(which);
  return repeated({ signal: session.signal }, () =>
    session.write(phrase(attempt), `${statement} WHERE ${condition}`, values),
  );
}

/** All or none: one that was mistyped must not go unseen among many. */
async function requireDead(session: Session, which: WhichDead, ids: readonly number[]): Promise<void> {
  const dead = new Set((await readDead(session, which)).map(({ product_id: id }) => id));
  const others = ids.filter((id) => !dead.has(id));
  if (others.length > 0) throw new UsageError(phrase('not_dead', { ids: others }));
}

function conditionOf({ channel, ids }: WhichDead): [condition: string, values: Values] {
  const conditions = ['dead_at IS NOT NULL'];
  const values: (string | readonly number[])[] = [];
  if (channel !== undefined) {
    conditions.push('channel = ?');
    values.push(channel);
  }
  if (ids !== undefined) {
    conditions.push('subject_id IN (?)');
    values.push(ids);
  }
  return [conditions.join(' AND '), values];
}
