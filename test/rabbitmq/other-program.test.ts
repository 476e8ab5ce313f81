import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { withBroker } from '../../src/rabbitmq/broker.ts';

test.each([
  ['the port of a web page in place of the one of AMQP', 'amqp', 'rabbitmq.no_amqp'],
  ['a port without TLS in place of the one with it', 'amqps', 'rabbitmq.no_tls'],
])('%s is named, and ends no process', async (_name, scheme, code) => {
  const page = createServer().listen(0, '127.0.0.1');
  await once(page, 'listening');
  const { port } = page.address() as AddressInfo;
  const [url, signal] = [`${scheme}://till:secret@127.0.0.1:${port}/shop`, new AbortController().signal];
  const asked = withBroker({ url, name: 'test', signal }, (broker) => broker.tryReading('sales'));
  await expect(asked).rejects.toMatchObject({ phrase: { code, params: { place: `127.0.0.1:${port}` } } });
  page.close();
});
