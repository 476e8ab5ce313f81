import { afterEach, beforeEach } from 'vitest';
import { type JobResult, type StartedJob, startJob } from '../job.ts';
import { type Proxy, startProxy } from '../proxy.ts';
import { type UploadShop, uploadShop } from './shop.ts';

export interface UploadProcesses extends UploadShop {
  /** In front of the database of every process. */
  readonly database: Proxy;
  begin(differing?: Record<string, string>): StartedJob;
  stop(worker: StartedJob): Promise<JobResult>;
}

/** Workers that are processes of their own. What was started in a test ends with it. */
export function uploadProcesses(...storage: Parameters<typeof uploadShop>): UploadProcesses {
  const shop = uploadShop(...storage);
  let database: Proxy;
  let started: StartedJob[] = [];
  beforeEach(async () => {
    const { HOST_DB = '', PORT_DB } = shop.schema.env;
    database = await startProxy({ host: HOST_DB, port: Number(PORT_DB) });
  });
  afterEach(async () => {
    for (const { process } of started) process.kill('SIGKILL');
    await Promise.all(started.map(({ done }) => done));
    started = [];
    await database.close();
  });
  const own: Pick<UploadProcesses, 'database' | 'begin' | 'stop'> = {
    get database() {
      return database;
    },
    begin(differing = {}) {
      const env = { ...shop.env, PORT_DB: String(database.port), ...differing };
      const worker = startJob(['upload-worker'], env);
      started.push(worker);
      return worker;
    },
    stop({ process, done }) {
      process.kill('SIGTERM');
      return done;
    },
  };
  return Object.defineProperties(shop, Object.getOwnPropertyDescriptors(own)) as UploadProcesses;
}
