import type { AddressInfo } from 'node:net';
import type { App } from './app.ts';
import type { Address } from './config.ts';
import { textOf, unboundBy } from './listener.ts';

/** Lets a server answer there. Returns the URL that it got. Throws a `ConfigurationError` where it cannot. */
export async function openAt(app: App, address: Address): Promise<string> {
  try {
    await app.listen(address);
  } catch (error) {
    throw unboundBy(error, address);
  }
  const { address: host, port } = app.server.address() as AddressInfo;
  return `http://${textOf({ host, port })}`;
}
