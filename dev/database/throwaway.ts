import { randomBytes, randomInt } from 'node:crypto';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialise } from './initialise.ts';
import type { Charge } from './keeper.ts';
import type { ServerProgram } from './program.ts';
import { serve } from './serve.ts';
import type { OwnDatabase } from './server.ts';
import { settingsOf } from './settings.ts';

const ATTEMPTS = 3;
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const IN_MEMORY = '/dev/shm';
/** A server's data with the largest that tests and benchmarks put into it. */
const DATA_BYTES = 2 * 1024 ** 3;

/** Runs the program as a private instance in a folder of its own, on a free port of 127.0.0.1. */
export async function startThrowaway(
  program: ServerProgram,
  more: readonly string[] = [],
): Promise<OwnDatabase> {
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
    // MariaDB removes the temporary tables that it finds as it starts, also those of another server that is at work.
    const temporaryFolder = join(folder, 'tmp');
    mkdirSync(temporaryFolder);
    const initFile = join(folder, 'init.sql');
    writeFileSync(initFile, `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';\n`);

    const settings = [
      ...settingsOf(program),
      ...more,
      `--datadir=${dataFolder}`,
      `--tmpdir=${temporaryFolder}`,
    ];
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

/**
 * One that nobody is given without asking for it by its number, as the near end of a connection is: what is stopped finds it free again. The
 * systems that the tests run on give those from 32768 on.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
