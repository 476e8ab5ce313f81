import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { databaseConfig } from '../../../src/mysql/config.ts';
import { openPool, type Pool } from '../../../src/mysql/pool.ts';
import { parseConfig } from '../../../src/platform/config/config.ts';
import type { Log } from '../../../src/platform/log.ts';
import { openSecrets } from '../../../src/platform/secrets/secrets.ts';
import { createApp } from '../../../src/server/app.ts';
import { Answers } from '../../../src/server/answer.ts';
import { openAt } from '../../../src/server/open-at.ts';
import { Tokens } from '../../../src/server/tokens.ts';
import { Intake } from '../../../src/uploads/intake/intake.ts';
import { UploadMetrics } from '../../../src/uploads/metrics.ts';
import { MysqlQueue } from '../../../src/uploads/queue/mysql.ts';
import { addUploadRoutes } from '../../../src/uploads/routes/routes.ts';
import { openFolderStore } from '../../../src/uploads/store/folder.ts';
import { openSchema, type TestSchema } from '../database.ts';
import { type Proxy, startProxy } from '../proxy.ts';
import { migrateSchema } from '../session.ts';
import { inEnglish, inSpanish, silentLog } from '../words.ts';

export const UPLOAD = '/api/v1/catalog/items/bulk-upload';
export const TASKS = '/api/v1/catalog/bulk-upload';

/** What `serve` answers with, in this process: real HTTP, a real database and a real folder. */
export interface TestServer {
  url: string;
  schema: TestSchema;
  pool: Pool;
  /** Of the uploads, and all that lies in it. */
  folder: string;
  /** Without what says whose shop's they are. */
  held(): string[];
  /** The OpenAPI document. */
  document(): object;
  /** How often each result was counted. */
  counted(): Promise<Record<string, number>>;
  /** As a SIGTERM does: what is under way may end. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface ServerOptions {
  maxBytes?: number;
  maxLive?: number;
  /** As API_TOKENS has it. */
  tokens?: string;
  /** In place of the schema's own: a proxy in front of it. */
  databasePort?: number;
  log?: Log;
  speaksHttp2?: boolean;
}

export async function openServer(schema: TestSchema, options: ServerOptions = {}): Promise<TestServer> {
  const { maxBytes = 1024 * 1024, maxLive = 5, databasePort, log = silentLog } = options;
  const folder = mkdtempSync(join(tmpdir(), 'served-'));
  const scope = new AsyncDisposableStack();
  const { signal } = new AbortController();
  const env = databasePort === undefined ? schema.env : { ...schema.env, PORT_DB: String(databasePort) };
  const config = parseConfig(env, { database: databaseConfig });
  const pool = openPool({ config, secrets: openSecrets([], signal, scope), signal, log, scope }, 6);
  const store = await openFolderStore(folder);
  const register = new Registry();
  const metrics = new UploadMetrics(register);
  const tokens = options.tokens === undefined ? undefined : new Tokens(options.tokens);
  const answers = { es: new Answers(inSpanish), en: new Answers(inEnglish) };
  const app = await createApp({ answers, log, tokens, speaksHttp2: options.speaksHttp2 ?? false });
  const queue = new MysqlQueue(pool);
  const intake = new Intake({ pool, store, queue, limits: { maxBytes, maxLive }, signal, log, metrics });
  await addUploadRoutes(app, { pool, store, intake, log });
  const url = await openAt(app, { host: '127.0.0.1', port: 0 });
  return {
    ...{ url, schema, pool, folder },
    held: () =>
      readdirSync(folder)
        .filter((name) => name !== '.store')
        .map((name) => name.replace(/^[0-9a-f]{12}-/, '')),
    document: () => app.swagger(),
    async counted() {
      const { values } = (await register.getSingleMetric('inventory_uploads_total')?.get()) ?? { values: [] };
      return Object.fromEntries(
        values.filter(({ value }) => value > 0).map(({ labels, value }) => [String(labels['result']), value]),
      );
    },
    stop: () => app.close(),
    async close() {
      app.server.closeAllConnections();
      await app.close();
      await scope.disposeAsync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface ServerOfTheTest extends TestServer {
  /** In front of its database. */
  database: Proxy;
}

/** One for each test of a file, which begins without any upload. */
export function serverBeforeEach(options: Omit<ServerOptions, 'databasePort'> = {}): ServerOfTheTest {
  const server = {} as ServerOfTheTest;
  beforeAll(async () => {
    server.schema = await migratedSchema();
  });
  beforeEach(async () => {
    const { schema } = server;
    const { HOST_DB = '', PORT_DB } = schema.env;
    const database = await startProxy({ host: HOST_DB, port: Number(PORT_DB) });
    Object.assign(server, await openServer(schema, { ...options, databasePort: database.port }), {
      database,
    });
  });
  afterEach(async () => {
    await server.close();
    await server.database.close();
    for (const table of ['upload_task', 'upload_row_error', 'upload_message', 'upload_idempotency'])
      await server.schema.query(`DELETE FROM ${table}`);
  });
  afterAll(() => server.schema.drop());
  return server;
}

export async function migratedSchema(): Promise<TestSchema> {
  const schema = await openSchema();
  await migrateSchema(schema);
  return schema;
}

interface Answered {
  status: number;
  headers: Headers;
  /** Parsed, where it is JSON. */
  body: Record<string, unknown>;
}

export interface Asking {
  method?: string;
  headers?: Record<string, string>;
  body?: FormData | string;
}

export async function ask(url: string, asking: Asking = {}): Promise<Answered> {
  const response = await fetch(url, asking);
  const { status, headers } = response;
  const isJson = /json/.test(headers.get('content-type') ?? '');
  const body = isJson ? ((await response.json()) as Record<string, unknown>) : {};
  if (!isJson) await response.arrayBuffer();
  return { status, headers, body };
}

/** A form with these files, by name. */
export function formOf(files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>): FormData {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append('file', new Blob([content]), name);
  return form;
}

export const CSV = 'id;nombre\nPROD001;Ibuprofeno\n';

/** Uploads one file. */
export function upload(
  server: Pick<TestServer, 'url'>,
  { name = 'productos.csv', content = CSV, query = 'proveedor_id=PROV001', headers = {}, path = UPLOAD } = {},
): Promise<Answered> {
  return ask(`${server.url}${path}?${query}`, { method: 'POST', headers, body: formOf({ [name]: content }) });
}
