import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Unavailable, type Log } from '../ways.ts';
import type { Kept } from './keep.ts';
import { serve, START_TIMEOUT_MS } from './serve.ts';
import type { Database, Kind, Wanted } from './server.ts';

const execute = promisify(execFile);

const IMAGES: Record<Kind, string> = { mysql: 'mysql:8.4', mariadb: 'mariadb:11.4' };
const ENGINE_TIMEOUT_MS = 5_000;
const PULL_TIMEOUT_MS = 600_000;
const POLL_MS = 200;

export async function openInDocker(want: Wanted, log: Log): Promise<Database> {
  await execute('docker', ['info'], { timeout: ENGINE_TIMEOUT_MS }).catch(() => {
    throw new Unavailable('no engine answers `docker info`');
  });
  const image = IMAGES[want === 'any' ? 'mysql' : want];
  log(`starting ${image} in Docker`);
  // By itself, so that the time a download takes is not held against the server.
  const hasImage = await execute('docker', ['image', 'inspect', image]).catch(() => undefined);
  if (!hasImage) await execute('docker', ['pull', '--quiet', image], { timeout: PULL_TIMEOUT_MS });

  const name = `throw-away-db-${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  const run = [
    ...['run', '--rm', '--name', name, '--publish', '127.0.0.1::3306'],
    ...['MYSQL_ROOT_PASSWORD', 'MARIADB_ROOT_PASSWORD'].flatMap((key) => ['--env', `${key}=${password}`]),
    ...[image, '--local-infile=ON', '--innodb-flush-log-at-trx-commit=0', '--performance-schema=OFF'],
  ];
  const charge = {
    folder: mkdtempSync(join(tmpdir(), `${name}-`)),
    commands: [{ command: 'docker', args: run }],
    afterwards: { command: 'docker', args: ['rm', '--force', '--volumes', name] },
  };
  return serve(charge, `${image} in Docker`, async (container) => ({
    host: '127.0.0.1',
    port: await publishedPort(name, container),
    user: 'root',
    password,
  }));
}

async function publishedPort(name: string, container: Kept): Promise<number> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const answer = await execute('docker', ['port', name, '3306/tcp']).catch(() => undefined);
    const port = /:(\d+)\s*$/m.exec(answer?.stdout ?? '')?.[1];
    if (port !== undefined) return Number(port);
    if (container.hasEnded() || performance.now() > deadline) throw new Error('it published no port');
    await sleep(POLL_MS);
  }
}
