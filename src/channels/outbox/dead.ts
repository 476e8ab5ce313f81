import type { Session, Values } from '../../mysql/session.ts';
import { repeated } from '../../mysql/repeat.ts';
import { UsageError } from '../../platform/errors.ts';
import { calledIn, calledOf, namesOf } from '../../runs/names.ts';
import {
  EACH_PRODUCT_SQL,
  LISTED_AS_SQL,
  listedAs,
  type ListedAs,
  LISTING_JOIN,
  OF_PRODUCTS_SQL,
  PRODUCT_SQL,
  PRODUCTS_JOIN,
} from '../../runs/questions/subjects.ts';
import { phrase } from '../phrase.ts';

/** A product, or a listing of a marketplace, that a channel refused so often that nobody sends it again by itself. */
export interface DeadProduct {
  channel: string;
  /** Of a kit the first; null of a listing that sells no product that is known. */
  product_id: number | null;
  /** What its source knows it by, where its number says nothing to the shop. */
  code?: string;
  name: string | null;
  /** As a marketplace has it; null in a channel that knows products. */
  listing: ListedAs | null;
  attempts: number;
  last_error: string | null;
  /** Since when it was pending. UTC. */
  since: string;
  dead_at: string;
}

export interface WhichDead {
  channel?: string | undefined;
  /** Of products, with all their listings; undefined: all. */
  ids?: readonly number[] | undefined;
}

const NEWEST_FIRST = 'ORDER BY o.dead_at DESC, o.channel, o.subject_id';

/** The newest first; `limit` 0 is all of them. */
export async function readDead(session: Session, which: WhichDead, limit = 0): Promise<DeadProduct[]> {
  const [condition, values] = conditionOf(which);
  const rows = await session.read<Row>(
    phrase('read_dead'),
    `SELECT o.channel, ${PRODUCT_SQL} AS product_id, o.attempts, o.last_error, o.owed_at AS since, o.dead_at, ${LISTED_AS_SQL}
       FROM channel_outbox o ${LISTING_JOIN} WHERE ${condition} ${NEWEST_FIRST} ${limit === 0 ? '' : 'LIMIT ?'}`,
    limit === 0 ? values : [...values, limit],
  );
  const names = await namesOf(
    session,
    rows.flatMap(({ product_id: id }) => id ?? []),
  );
  return rows.map(listedAs).map(({ channel, product_id: found, listing, ...rest }) => {
    const id = found === null ? null : Number(found);
    return {
      channel,
      product_id: id,
      ...(id === null ? { name: null } : calledOf(names, id)),
      ...rest,
      listing,
    };
  });
}

type Row = Omit<DeadProduct, 'product_id' | 'code' | 'name' | 'listing'> &
  ListedAs & { product_id: number | string | null };

export async function countDead(session: Session, which: WhichDead): Promise<number> {
  const [condition, values] = conditionOf(which);
  const [row] = await session.read<{ n: number }>(
    phrase('read_dead'),
    `SELECT COUNT(*) AS n FROM channel_outbox o ${LISTING_JOIN} WHERE ${condition}`,
    values,
  );
  return row?.n ?? 0;
}

/** With their keys: whoever received one of them already knows it again. Returns how many. */
export function reviveDead(session: Session, which: WhichDead): Promise<number> {
  return change(
    session,
    which,
    'revive',
    `UPDATE channel_outbox o ${LISTING_JOIN}
        SET o.dead_at = NULL, o.attempts = 0, o.next_at = IF(l.id IS NULL, o.next_at, NOW(3))`,
  );
}

/** The channel never hears of this change; the next one of the product is sent like any other. Returns how many. */
export function dropDead(session: Session, which: WhichDead): Promise<number> {
  return change(session, which, 'drop', `DELETE o FROM channel_outbox o ${LISTING_JOIN}`);
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
  const [condition, values] = conditionOf({ channel: which.channel });
  const rows = await session.read<{ id: number | string | null }>(
    phrase('read_dead'),
    `SELECT DISTINCT ${EACH_PRODUCT_SQL} AS id FROM channel_outbox o ${PRODUCTS_JOIN} WHERE ${condition}`,
    values,
  );
  const dead = new Set(rows.map(({ id }) => Number(id)));
  const others = ids.filter((id) => !dead.has(id));
  if (others.length === 0) return;
  const names = await namesOf(session, others);
  const products = others.map((id) => calledIn({ product_id: id, code: names.get(id)?.code }));
  throw new UsageError(phrase('not_dead', { products }));
}

function conditionOf({ channel, ids }: WhichDead): [condition: string, values: Values] {
  const conditions = ['o.dead_at IS NOT NULL'];
  const values: (string | readonly number[])[] = [];
  if (channel !== undefined) {
    conditions.push('o.channel = ?');
    values.push(channel);
  }
  if (ids !== undefined) {
    conditions.push(OF_PRODUCTS_SQL);
    values.push(ids, ids);
  }
  return [conditions.join(' AND '), values];
}
