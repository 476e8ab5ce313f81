import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** On a free port of this machine, which it returns. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Resolves when the last connection has ended as well. */
export async function closeServer(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
