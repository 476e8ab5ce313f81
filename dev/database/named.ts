import { Unavailable } from '../ways.ts';
import { identify } from './probe.ts';
import { fits, NAMES, type Address, type Database, type Wanted } from './server.ts';

export class NotAnswering extends Error {
  override name = 'NotAnswering';
}

/**
 * The server that the environment names. Deliberately not the job's own HOST_DB and its kin: tests make and drop
 * schemas, and must never do so because somebody's shell is set up for production.
 */
export async function openNamed(want: Wanted): Promise<Database> {
  const address = addressFrom(process.env);
  if (!address) throw new Unavailable('TEST_HOST_DB and TEST_SOCKET_DB are not set');
  const place = address.socketPath ?? `${address.host}:${address.port}`;
  const { kind, version } = await identify(address).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NotAnswering(`The database that TEST_…_DB names, ${place}, does not answer: ${reason}`, {
      cause: error,
    });
  });
  if (!fits(kind, want)) throw new Unavailable(`${place} is ${NAMES[kind]} ${version}`);
  return {
    ...address,
    kind,
    version,
    origin: `named by the environment, ${place}`,
    close: async () => undefined,
  };
}

export function addressFrom(env: NodeJS.ProcessEnv): Address | undefined {
  const { TEST_HOST_DB: host, TEST_SOCKET_DB: socketPath } = env;
  const account = { user: env['TEST_USER_DB'] || 'root', password: env['TEST_PASSWORD_DB'] ?? '' };
  if (socketPath) return { socketPath, ...account };
  if (host) return { host, port: Number(env['TEST_PORT_DB'] || 3306), ...account };
  return undefined;
}
