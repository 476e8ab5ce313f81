import { expect } from 'vitest';
import { type BitcramSimulator, SIMULATED_TOKEN, startBitcram } from '../../dev/simulate/bitcram.ts';
import {
  type PublicationsSimulator,
  SIMULATED_SECRET,
  startPublications,
} from '../../dev/simulate/publications.ts';
import { openSchema, type TestSchema } from './database.ts';
import { type JobResult, runJob, type StartedJob, startJob } from './job.ts';
import { said } from './said.ts';
import { migrateSchema } from './session.ts';

/** A shop with everything around the job: Bitcram, the publications service and a migrated schema, all real and all its own. */
export interface Shop {
  bitcram: BitcramSimulator;
  publications: PublicationsSimulator;
  schema: TestSchema;
  /** The job's environment; a test may change it. */
  env: Record<string, string>;
  /** Runs a command of the job and checks what holds for every run: the report is there and its ledgers add up. */
  run(...args: string[]): Promise<JobResult>;
  start(...args: string[]): StartedJob;
  /** raw_item_data by id, `data` parsed. */
  rows(): Promise<ItemRow[]>;
  close(): Promise<void>;
}

export interface ItemRow {
  id: number;
  data: Record<string, unknown> | null;
  stock: number | null;
  updated_at: string | null;
}

export interface ShopOptions {
  /** SQL to run before `migrate`: a raw_item_data that exists already. */
  before?: readonly string[];
  migrate?: boolean;
}

export async function openShop({ before = [], migrate = true }: ShopOptions = {}): Promise<Shop> {
  const [bitcram, publications, schema] = await Promise.all([
    startBitcram(),
    startPublications(),
    openSchema(),
  ]);
  const env: Record<string, string> = {
    ...schema.env,
    URL_BITCRAM: bitcram.url,
    BITCRAM_TOKEN: SIMULATED_TOKEN,
    CHECKOUT: '1',
    URL_PUBLICATIONS: publications.url,
    SECRET_PUBLICATIONS: SIMULATED_SECRET,
    HTTP_ATTEMPTS: '2',
  };
  for (const sql of before) await schema.query(sql);
  if (migrate) await migrateSchema(schema);
  return {
    bitcram,
    publications,
    schema,
    env,
    async run(...args) {
      const result = await runJob(args, env);
      said.push(`${args.join(' ')} said:\n${result.stderr}`);
      if (args[0] === 'sync' || args[0] === 'notify') expectLedgers(result);
      return result;
    },
    start: (...args) => startJob(args, env),
    async rows() {
      const rows = await schema.query<{ id: number; data: string | null; stock: number; updated_at: string }>(
        'SELECT id, data, stock, updated_at FROM raw_item_data ORDER BY id',
      );
      return rows.map((row) => ({
        ...row,
        data: row.data === null ? null : (JSON.parse(row.data) as Record<string, unknown>),
      }));
    },
    async close() {
      await Promise.all([bitcram.close(), publications.close(), schema.drop()]);
    },
  };
}

/** `fetched = unchanged + inserted + updated + duplicates + quarantined + unknown` and `owed = delivered + pending + dead`, in every report. */
function expectLedgers({ report, stderr }: JobResult): void {
  expect(report.event, stderr).toBe('run.finished');
  const { fetched, unchanged, inserted, updated, duplicates, quarantined, unknown } = report;
  expect(unchanged + inserted + updated + duplicates + quarantined + unknown).toBe(fetched);
  expect(report.delivered + report.pending + report.dead).toBe(report.owed);
}
