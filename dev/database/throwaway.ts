import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialise } from './initialise.ts';
import type { Charge } from './keeper.ts';
import type { ServerProgram } from './program.ts';
import { serve } from './serve.ts';
import type { Database } from './server.ts';
import { settingsOf } from './settings.ts';

const ATTEMPTS = 3;
const IN_MEMORY = '/dev/shm';
/** A server's data with the largest that tests and benchmarks put into it. */
const DATA_BYTES = 2 * 1024 ** 3;

/** Runs the program as a private instance in a folder of its own, on a free port of 127.0.0.1. */
export async function startThrowaway(
  program: ServerProgram,
  more: readonly string[] = [],
): Promise<Database> {
  for (let attempt = 1; ; attempt++) {
    // Even on loopback it needs a password: this account may read, through SQL, the files that we may read.
    const password = randomBytes(12).toString('hex');
    const address = { host: '127.0.0.1', port: await freePort(), user: 'root', password };
    try {
      return await serve(chargeFor(program, address, more), program.origin, async () => address);
    } catch (error) {
      // Between finding a free port and using it, another process may take it.
      const portWasTaken = error instanceof Error && /address already in use/i.test(error.message);
      if (!portWasTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

function chargeFor(
  program: ServerProgram,
  { port, password }: { port: number; password: string },
  more: readonly string[],
): Charge {
  const folder = mkdtempSync(join(placeForData(), 'throw-away-db-'));
  try {
    const dataFolder = join(folder, 'data');
    mkdirSync(dataFolder);
    const initFile = join(folder, 'init.sql');
    writeFileSync(initFile, `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';\n`);

    const settings = [...settingsOf(program), ...more, `--datadir=${dataFolder}`];
    const listening = [
      '--bind-address=127.0.0.1',
      `--port=${port}`,
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--secure-file-priv=${folder}`,
      `--init-file=${initFile}`,
    ];
    const { command, leadingArgs } = program;
    const server = { command, args: [...leadingArgs, ...settings, ...listening] };
    return { folder, commands: [initialise(program, { settings, folder }), server] };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Memory, where there is plenty: MariaDB waits for the disk at each change of a table, whatever the settings say. */
function placeForData(): string {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    const hasRoom = bavail * bsize >= DATA_BYTES && process.availableMemory() >= 2 * DATA_BYTES;
    return hasRoom ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
