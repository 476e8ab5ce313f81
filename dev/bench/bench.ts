import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, query } from '../database/execute.ts';
import type { Database } from '../database/server.ts';
import { syntheticCatalogue } from '../simulate/synthetic.ts';
import {
  BARE_SCHEMA,
  type Contenders,
  contenders,
  JOB_SCHEMA,
  peerIsMissing,
  PEER_SCHEMA,
} from './contenders.ts';
import { type Command, type Measure, measure, median } from './measure.ts';
import type { Shop } from './shop.ts';

const ITEM_TABLE = 'raw_item_data (id INT PRIMARY KEY, data JSON, stock INT, updated_at DATETIME)';

const OF_RUNS = [
  ...['channel_outbox', 'sync_missing', 'sync_run', 'sync_change', 'channel', 'channel_listing'],
  ...['channel_listing_part', 'stock_level', 'stock_movement', 'item', 'sale'],
];

/** Everything that a measurement needs: the contenders' commands and schemas, the stand-in, and how often to repeat. */
export class Bench {
  readonly shop: Shop;
  readonly run: Contenders;
  readonly rounds: number;
  /** Why the peer is not measured, if it is not. */
  readonly withoutPeer: string | undefined;
  readonly #database: Database;
  readonly #say: (line: string) => void;

  private constructor(
    database: Database,
    shop: Shop,
    rounds: number,
    withoutPeer: string | undefined,
    say: (line: string) => void,
  ) {
    this.#database = database;
    this.shop = shop;
    this.run = contenders(database, shop.address);
    this.rounds = rounds;
    this.withoutPeer = withoutPeer;
    this.#say = say;
  }

  static async open(
    database: Database,
    shop: Shop,
    rounds: number,
    say: (line: string) => void,
    scope: AsyncDisposableStack,
  ): Promise<Bench> {
    const sql = (text: string): Promise<void> => execute(database, text);
    // The peer has the name of its schema in it; a schema of that name that is there already is somebody's.
    const withoutPeer =
      peerIsMissing() ??
      (await sql(`CREATE DATABASE ${PEER_SCHEMA}`).then(
        () => undefined,
        () => `the database has a schema ${PEER_SCHEMA} already, which the peer would overwrite`,
      ));
    const schemas = [JOB_SCHEMA, BARE_SCHEMA, ...(withoutPeer === undefined ? [PEER_SCHEMA] : [])];
    for (const schema of schemas) {
      scope.defer(() => sql(`DROP DATABASE IF EXISTS ${schema}`));
      await sql(`CREATE DATABASE IF NOT EXISTS ${schema} CHARACTER SET utf8mb4`);
      await sql(`CREATE TABLE IF NOT EXISTS ${schema}.${ITEM_TABLE}`);
    }
    // Off by default on MySQL; this server is the benchmark's own, or one that its owner gave to it.
    await sql('SET GLOBAL local_infile = 1').catch(() => undefined);
    const bench = new Bench(database, shop, rounds, withoutPeer, say);
    await measure(bench.run.job(['migrate']));
    return bench;
  }

  say(line: string): void {
    this.#say(line);
  }

  sql(text: string): Promise<void> {
    return execute(this.#database, text);
  }

  /** The number in the second column of the first row. */
  async count(text: string): Promise<number> {
    const rows = await query(this.#database, text);
    return Number(rows[0]?.[1]);
  }

  async empty(): Promise<void> {
    const schemas = [JOB_SCHEMA, BARE_SCHEMA, ...(this.withoutPeer === undefined ? [PEER_SCHEMA] : [])];
    for (const schema of schemas) await this.sql(`TRUNCATE ${schema}.raw_item_data`);
    for (const table of OF_RUNS) {
      await this.sql(`DELETE FROM ${JOB_SCHEMA}.${table}`);
    }
  }

  /** Measures the commands in turn, `rounds` times, after `prepare`. */
  async alternate<Name extends string>(
    commands: Readonly<Partial<Record<Name, Command>>>,
    prepare: (round: number) => Promise<void> = () => Promise.resolve(),
    rounds = this.rounds,
  ): Promise<Partial<Record<Name, Medians>>> {
    const names = Object.keys(commands) as Name[];
    const measures = new Map<Name, Measure[]>(names.map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      await prepare(round);
      for (const name of names) {
        const taken = await measure(commands[name] as Command);
        measures.get(name)?.push(taken);
        this.#say(`  ${name} ${Math.round(taken.wallMs)} ms`);
      }
    }
    return Object.fromEntries(names.map((name) => [name, mediansOf(measures.get(name) ?? [])])) as Partial<
      Record<Name, Medians>
    >;
  }

  /** Both have the same rows as the catalogue that is served. */
  async stock(products: number): Promise<void> {
    await this.shop.serve(products);
    await measure(this.run.job(['sync', '--force'], { NOTIFY: 'off' }));
    if (this.withoutPeer === undefined) await measure(this.run.peer({ notify: false }));
  }
}

export interface Medians {
  wallMs: number;
  cpuMs: number;
  peakMb: number;
  /** What the last run said. */
  said: Measure['said'];
}

function mediansOf(measures: readonly Measure[]): Medians {
  return {
    wallMs: median(measures.map(({ wallMs }) => wallMs)),
    cpuMs: median(measures.map(({ cpuMs }) => cpuMs)),
    peakMb: median(measures.map(({ peakMb }) => peakMb)),
    said: measures.at(-1)?.said ?? {},
  };
}

/** The rows of a catalogue as a file for `LOAD DATA`. */
export function writeRows(products: number): { file: string; remove: () => void } {
  const { priceList, stock } = syntheticCatalogue({ products });
  const balances = new Map(
    stock.map((text) => {
      const { product_id: id, product_balance: balance } = JSON.parse(text) as Record<string, number>;
      return [id, balance];
    }),
  );
  const lines = priceList.map((text) => {
    const { product_id: id, ...data } = JSON.parse(text) as { product_id: number };
    const json = JSON.stringify(data).replaceAll('\\', '\\\\');
    return `${id}\t${json}\t${balances.get(id) ?? 0}\t2026-01-01 00:00:00\n`;
  });
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = join(folder, 'rows');
  writeFileSync(file, lines.join(''));
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}
