import { afterAll, beforeEach, expect } from 'vitest';
import {
  type AirSimulator,
  SIMULATED_PASSWORD,
  SIMULATED_USER,
  startAir,
} from '../../dev/simulate/air/air.ts';
import { type AirArticle, makeArticles, quantity } from '../../dev/simulate/air/articles.ts';
import { openSchema, type TestSchema } from './database.ts';
import { type JobReport, type JobResult, runJob } from './job.ts';
import { said } from './said.ts';
import { migrateSchema } from './session.ts';

/** A shop that Air supplies: its API and a migrated schema, both real and its own. */
export interface AirShop {
  air: AirSimulator;
  schema: TestSchema;
  env: Record<string, string>;
  /** Runs a command; its report is there and its counts add up. */
  run(...args: string[]): Promise<JobResult>;
  report(...args: string[]): Promise<JobReport>;
  items(): Promise<AirRow[]>;
  /** By code, `{S_CBA: [available, incoming], …}`, without those that have nothing. */
  locations(): Promise<Record<string, Record<string, readonly [number, number]>>>;
}

interface AirRow {
  id: number;
  codprov: string;
  cost: string;
  list_price: string;
  currency: string | null;
  tax_rate: string | null;
  stock: number;
  content: Record<string, unknown>;
  images: string[] | null;
  pulse: string | null;
  flash_at: string;
  deep_at: string;
  images_at: string | null;
  updated_at: string;
}

const TABLES = [
  ...['air_item', 'air_item_location', 'air_detail', 'source_state', 'item'],
  ...['sync_run', 'sync_quarantine', 'sync_missing', 'sync_change', 'channel_outbox'],
];

/** One for all tests of a file, emptied before each of them. */
export async function clearedAirShop(variables: Readonly<Record<string, string>> = {}): Promise<AirShop> {
  const [air, schema] = await Promise.all([startAir(), openSchema()]);
  await migrateSchema(schema);
  const first = {
    ...schema.env,
    SOURCE: 'air',
    URL_AIR: air.url,
    USER_AIR: SIMULATED_USER,
    PASSWORD_AIR: SIMULATED_PASSWORD,
    NOTIFY: 'off',
    HTTP_ATTEMPTS: '2',
    ...variables,
  };
  const env: Record<string, string> = {};
  const usual = { ...air };
  beforeEach(async () => {
    for (const table of TABLES) await schema.query(`DELETE FROM ${table}`);
    for (const name of Object.keys(env)) delete env[name];
    Object.assign(env, first);
    Object.assign(air, usual, { articles: [] });
    air.details.clear();
    air.intercept();
    air.forgive();
    air.forgetRequests();
  });
  afterAll(async () => void (await Promise.all([air.close(), schema.drop()])));
  const run = async (...args: string[]): Promise<JobResult> => {
    const result = await runJob(args, env);
    said.push(`${args.join(' ')} said:\n${result.stderr}`);
    return result;
  };
  return {
    air,
    schema,
    env,
    run,
    async report(...args) {
      const { report, stderr } = await run(...args);
      expect(report.event, stderr).toBe('run.finished');
      const { fetched, unchanged, inserted, updated, duplicates, quarantined, unknown } = report;
      expect(unchanged + inserted + updated + duplicates + quarantined + unknown).toBe(fetched);
      return report;
    },
    async items() {
      const rows = await schema.query<AirRow & Record<'content' | 'images', string | null>>(
        'SELECT * FROM air_item ORDER BY codprov',
      );
      return rows.map((row) => ({
        ...row,
        content: JSON.parse(row.content ?? 'null') as Record<string, unknown>,
        images: JSON.parse(row.images ?? 'null') as string[] | null,
      }));
    },
    async locations() {
      const rows = await schema.query<
        Record<'code' | 'location', string> & Record<'available' | 'incoming', number>
      >(
        `SELECT i.codprov AS code, l.location, l.available, l.incoming
           FROM air_item i JOIN air_item_location l ON l.id = i.id ORDER BY i.codprov, l.location`,
      );
      const by: Record<string, Record<string, readonly [number, number]>> = {};
      for (const { code, location, available, incoming } of rows) {
        by[code] ??= {};
        if (available !== 0 || incoming !== 0) by[code][location] = [available, incoming];
      }
      return by;
    },
  };
}

/** Made-up articles, of which `change` says what differs. */
export function articles(
  count: number,
  change: (article: AirArticle, index: number) => Partial<AirArticle> | undefined = () => undefined,
): AirArticle[] {
  return makeArticles(count).map((article, index): AirArticle => ({ ...article, ...change(article, index) }));
}

export { quantity };
