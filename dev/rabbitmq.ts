// A RabbitMQ for tests and for the demo, found or started.
// As a command:  node dev/rabbitmq.ts
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FramedConnection } from '../src/rabbitmq/frames.ts';
import { keep } from './database/keep.ts';
import { freePort } from './database/throwaway.ts';
import { serverIn, VIRTUAL_HOSTS } from './rabbitmq/program.ts';
import { interruption } from './interruption.ts';
import { unpackedRabbitmq } from './rabbitmq/unpacked.ts';
import { Unavailable, type Log } from './ways.ts';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 100;
/** Where a package of RabbitMQ puts itself. */
const INSTALLED = '/usr/lib/rabbitmq/lib';

export interface Rabbitmq {
  /** Of each virtual host that may be used freely. */
  urls: readonly string[];
  /** The folder of its programs; undefined of one that was not started here. */
  root?: string;
  /** Kills it and waits until it lets somebody in again; undefined of one that was not started here. */
  restart?(): Promise<void>;
  /** Where it comes from, for the person who reads the test's last lines. */
  origin: string;
  close(): Promise<void>;
}

/** No way led to a RabbitMQ. The message is one line that says what came of each. */
export class NoRabbitmq extends Error {
  override name = 'NoRabbitmq';
}

type Way = [name: string, open: (log: Log) => Promise<Rabbitmq>];
const privateWays: Way[] = [
  ['installed here', openInstalled],
  ['Debian packages', openUnpacked],
];
const ways: Way[] = [['named by the environment', openNamed], ...privateWays];

/** The first way that this machine offers. What was started ends with this process, or with `close()`. */
export function openRabbitmq(log: Log): Promise<Rabbitmq> {
  return openFirst(ways, log);
}

/** One that nobody else uses, and that can be restarted. */
export async function openPrivateRabbitmq(log: Log): Promise<Required<Rabbitmq>> {
  const { root, restart, ...found } = await openFirst(privateWays, log);
  if (root === undefined || restart === undefined) throw new Error(`${found.origin} cannot be restarted`);
  return { ...found, root, restart };
}

async function openFirst(among: readonly Way[], log: Log): Promise<Rabbitmq> {
  const outcomes: string[] = [];
  for (const [name, open] of among) {
    try {
      return await open(log);
    } catch (error) {
      const reason = error instanceof Error ? error.message.trim().replace(/\s*\n\s*/g, ' ') : String(error);
      outcomes.push(`${name}: ${reason}`);
    }
  }
  throw new NoRabbitmq(
    `${outcomes.join('; ')}; install the package rabbitmq-server, or name a server that tests may use freely with TEST_RABBITMQ_URL`,
  );
}

async function openNamed(): Promise<Rabbitmq> {
  const url = process.env['TEST_RABBITMQ_URL'];
  if (!url) throw new Unavailable('TEST_RABBITMQ_URL is not set');
  return { urls: [url], origin: 'named by the environment', close: async () => undefined };
}

async function openInstalled(log: Log): Promise<Rabbitmq> {
  if (!existsSync(INSTALLED)) throw new Unavailable(`there is no ${INSTALLED}`);
  return start('/', 'installed RabbitMQ', log);
}

async function openUnpacked(log: Log): Promise<Rabbitmq> {
  return start(await unpackedRabbitmq(log), `unpacked ${join('.cache', 'rabbitmq')}`, log);
}

async function start(root: string, origin: string, log: Log): Promise<Rabbitmq> {
  log(`starting ${origin}`);
  const folder = mkdtempSync(join(tmpdir(), 'throw-away-rabbitmq-'));
  try {
    return await startIn({ root, folder }, origin);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(place: { root: string; folder: string }, origin: string): Promise<Rabbitmq> {
  const [port, password] = [await freePort(), randomBytes(12).toString('hex')];
  const server = keep({ folder: place.folder, commands: [serverIn({ ...place, port, password })] });
  const urls = VIRTUAL_HOSTS.map((name) => `amqp://test:${password}@127.0.0.1:${port}/${name}`);
  try {
    await untilReady(urls.at(-1) as string, server.hasEnded);
    const restart = async (): Promise<void> => {
      server.restart();
      await untilClosed(port);
      await untilReady(urls[0] as string, server.hasEnded);
    };
    return { urls, root: place.root, origin, restart, close: server.stop };
  } catch (error) {
    const lastWords = server.lastWords();
    await server.stop();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${origin} could not be started: ${reason}\n${lastWords}`, { cause: error });
  }
}

/** Until nobody listens there: it is being killed, and takes seconds to start. */
async function untilClosed(port: number): Promise<void> {
  for (;;) {
    const socket = connect({ host: '127.0.0.1', port });
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (!isOpen) return;
    await sleep(POLL_MS);
  }
}

/** Until it lets somebody in, the time is over, or it has ended. */
export async function untilReady(url: string, hasEnded = (): boolean => false): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const connection = new FramedConnection({
      url,
      connectionTimeout: 2_000,
      retryLow: POLL_MS,
      retryHigh: POLL_MS,
    });
    let failure: unknown;
    const failed = new Promise<void>((resolve) =>
      connection.on('error', (error: unknown) => {
        failure = error;
        resolve();
      }),
    );
    await Promise.race([failed, connection.onConnect(2_000).catch(() => undefined)]);
    const { ready } = connection;
    connection.unsafeDestroy();
    if (ready) return;
    if (hasEnded()) throw new Error('it ended while it started', { cause: failure });
    if (performance.now() > deadline)
      throw new Error(`no answer within ${START_TIMEOUT_MS / 1000} s`, { cause: failure });
    await sleep(POLL_MS);
  }
}

async function main(): Promise<void> {
  const log: Log = (line) => console.error(`rabbitmq: ${line}`);
  const { urls, origin, close } = await openPrivateRabbitmq(log);
  log(`${origin}; Ctrl-C stops it`);
  console.log(`RABBITMQ_URL=${urls[0]}`);
  await interruption();
  await close();
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 69;
  }
}
