import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLease } from '../../../src/mysql/lease.ts';
import type { Session } from '../../../src/mysql/session.ts';
import type { TestSchema } from '../database.ts';
import { connectTo } from '../session.ts';
import { DOING } from '../words.ts';

/** Somebody who delivers over a connection of their own, and may die. */
export class Deliverer {
  readonly session: Session;
  readonly holder: string;
  readonly #schema: TestSchema;
  readonly #connection: number;
  isDead = false;

  private constructor(schema: TestSchema, session: Session, connection: number, holder: string) {
    this.#schema = schema;
    this.session = session;
    this.#connection = connection;
    this.holder = holder;
  }

  static async open(schema: TestSchema): Promise<Deliverer> {
    const session = await connectTo(schema);
    const holder = randomUUID().slice(0, 32);
    await takeLease(session, holder);
    const [row] = await session.read<{ id: number | string }>(DOING, 'SELECT CONNECTION_ID() AS id');
    return new Deliverer(schema, session, Number(row?.id), holder);
  }

  /** As the database sees it when the process is killed. */
  async kill(): Promise<void> {
    this.isDead = true;
    await this.#schema.query(`KILL ${this.#connection}`);
    const isThere = async (): Promise<boolean> => {
      const rows = await this.#schema.query('SELECT id FROM information_schema.processlist WHERE id = ?', [
        this.#connection,
      ]);
      return rows.length > 0;
    };
    while (await isThere()) await sleep(2);
  }
}
