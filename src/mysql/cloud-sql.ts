import type { Duplex } from 'node:stream';
import type { DatabaseConfig } from './config.ts';
import { orAborted } from '../platform/lifecycle.ts';
import { adviceFor, lateRefusal, refusalOf } from './cloud-sql-refusal.ts';
import { directRoute, type Route } from './session.ts';

const DEADLINE_MS = 20_000;

/** The way to the database: through the Cloud SQL connector where `INSTANCE_DB` is set, straight where it is not. */
export async function findRoute(config: DatabaseConfig, signal: AbortSignal): Promise<Route> {
  return config.instance === undefined ? directRoute(config) : cloudSqlRoute(config, config.instance, signal);
}

async function cloudSqlRoute(config: DatabaseConfig, instance: string, stop: AbortSignal): Promise<Route> {
  const { AuthTypes, Connector, IpAddressTypes } = await import('@google-cloud/cloud-sql-connector');
  const connector = new Connector(
    config.sqlAdminEndpoint === undefined ? {} : { sqlAdminAPIEndpoint: config.sqlAdminEndpoint },
  );
  const signal = AbortSignal.any([stop, AbortSignal.timeout(DEADLINE_MS)]);
  const found = connector.getOptions({
    instanceConnectionName: instance,
    ipType: IpAddressTypes[config.ipType],
    authType: AuthTypes[config.authType],
  });
  try {
    const { stream } = await orAborted(found, signal);
    return {
      name: instance,
      options: {
        stream: () => beginOnly(stream, connector, (error) => refusalOf(error, instance, config.authType)),
        ...(config.authType === 'IAM' ? { enableCleartextPlugin: true } : {}),
      },
      advice: adviceFor(config.ipType, config.authType),
      close() {
        connector.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    // Closing a connector that failed ends the process; one that only comes too late must not go on looking.
    found.then(
      () => connector.close(),
      () => undefined,
    );
    if (stop.aborted) throw stop.reason;
    throw signal.aborted ? lateRefusal(instance, DEADLINE_MS) : refusalOf(error, instance, config.authType);
  }
}

/**
 * Begins the one connection of the run and closes the connector. Left open, it would ask the SQL Admin API again after every
 * error and before every certificate's end, for connections that nobody makes, and end the process where it is refused.
 */
function beginOnly(
  stream: () => Duplex,
  connector: { close(): void },
  asRefusal: (error: unknown) => Error,
): Duplex {
  try {
    return stream();
  } catch (error) {
    throw asRefusal(error);
  } finally {
    connector.close();
  }
}
