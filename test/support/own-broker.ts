import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../dev/database/throwaway.ts';
import { type BrokerRules, serverIn, VIRTUAL_HOSTS } from '../../dev/rabbitmq/program.ts';
import { untilReady } from '../../dev/rabbitmq.ts';

/** Where a RabbitMQ can be started from; undefined where the tests were given one that runs. */
export const BROKER_ROOT = process.env['TEST_RABBITMQ_ROOT'];

/** A broker of a test's own, which it may kill. */
export interface OwnBroker {
  readonly url: string;
  /** Without a word, as a machine that loses its power. */
  kill(): Promise<void>;
  /** On the same port, with what it had kept; by these rules in place of its own. */
  start(rules?: BrokerRules): Promise<void>;
  close(): Promise<void>;
}

/** One that is not there yet. */
async function ownBroker(more: BrokerRules = {}): Promise<OwnBroker> {
  if (BROKER_ROOT === undefined) throw new Error('no RabbitMQ can be started here');
  const folder = mkdtempSync(join(tmpdir(), 'own-rabbitmq-'));
  const [port, password] = [await freePort(), 'own'];
  const root = BROKER_ROOT;
  const url = `amqp://test:${password}@127.0.0.1:${port}/${VIRTUAL_HOSTS[0]}`;
  let server: ChildProcess | undefined;
  const broker: OwnBroker = {
    url,
    async kill() {
      if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    },
    async start(rules = more) {
      const { command, args } = serverIn({ root, folder, port, password, more: rules });
      server = spawn(command, args, { cwd: folder, stdio: 'ignore' });
      await untilReady(url, () => server?.exitCode !== null);
    },
    async close() {
      await broker.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return broker;
}

export async function openOwnBroker(more: BrokerRules = {}): Promise<OwnBroker> {
  const broker = await ownBroker(more);
  await broker.start();
  return broker;
}
