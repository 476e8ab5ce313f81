import type { Config } from '../config.ts';
import { ConfigurationError, UnavailableError } from '../platform/errors.ts';
import { orAborted } from '../platform/lifecycle.ts';
import { printable } from '../platform/text.ts';
import { directRoute, type Route } from './session.ts';

const DEADLINE_MS = 20_000;

/** The way to the database: through the Cloud SQL connector where `INSTANCE_DB` is set, straight where it is not. */
export async function findRoute(config: Config['database'], signal: AbortSignal): Promise<Route> {
  return config.instance === undefined ? directRoute(config) : cloudSqlRoute(config, config.instance, signal);
}

async function cloudSqlRoute(
  config: Config['database'],
  instance: string,
  stop: AbortSignal,
): Promise<Route> {
  const { AuthTypes, Connector, IpAddressTypes } = await import('@google-cloud/cloud-sql-connector');
  const connector = new Connector(
    config.sqlAdminEndpoint === undefined ? {} : { sqlAdminAPIEndpoint: config.sqlAdminEndpoint },
  );
  const signal = AbortSignal.any([stop, AbortSignal.timeout(DEADLINE_MS)]);
  const authType = AuthTypes[config.authType];
  try {
    const options = await orAborted(
      connector.getOptions({
        instanceConnectionName: instance,
        ipType: IpAddressTypes[config.ipType],
        authType,
      }),
      signal,
    );
    return {
      name: instance,
      options: {
        ...options,
        ...(config.authType === 'IAM' ? { enableCleartextPlugin: true } : {}),
      },
      close() {
        connector.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    // The connector is left alone: closing one that failed ends the process.
    if (stop.aborted) throw stop.reason;
    throw refusal(error, instance, signal.aborted);
  }
}

function refusal(error: unknown, instance: string, late: boolean): Error {
  const { message, code } = error as { message: string; code?: number | string };
  const said = `cannot find the Cloud SQL instance ${instance}: ${printable(late ? 'no answer in time' : message)}`;
  if (
    !late &&
    (code === 403 ||
      code === 404 ||
      code === 400 ||
      /credentials|ENOCONNECTION|EBAD/i.test(`${code} ${message}`))
  ) {
    return new ConfigurationError(said, {
      hint: 'check INSTANCE_DB, IP_TYPE_DB and that the service account has roles/cloudsql.client',
    });
  }
  return new UnavailableError(said, { hint: 'the SQL Admin API may be down; the next run tries again' });
}
