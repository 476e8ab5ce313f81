import type { DatabaseConfig } from './config.ts';
import { ConfigurationError, type SyncError, UnavailableError } from '../platform/errors.ts';
import { printable } from '../platform/text.ts';
import { type Advice, PLAIN_ADVICE } from './errors.ts';

type Address = DatabaseConfig['ipType'];
type LogIn = DatabaseConfig['authType'];

/** What Google's clients leave on an error: an HTTP status as number, or a code of their own. */
interface ClientError {
  code?: number | string;
  status?: number;
  message: string;
}

const ROLES: Record<LogIn, string> = {
  PASSWORD: 'roles/cloudsql.client',
  IAM: 'roles/cloudsql.client and roles/cloudsql.instanceUser',
};

/** Why the SQL Admin API, or the connector for it, would not lead to the instance. */
export function refusalOf(error: unknown, instance: string, authType: LogIn): SyncError {
  const { message, code, status } = error as ClientError;
  const said = `cannot find the Cloud SQL instance ${instance}: ${printable(message)}`;
  const hint = whatToChange(status ?? code, message, ROLES[authType]);
  if (hint !== undefined) return new ConfigurationError(said, { hint, cause: error });
  return new UnavailableError(said, { hint: whatMayBeDown(message), cause: error });
}

export function lateRefusal(instance: string, limitMs: number): SyncError {
  return new UnavailableError(
    `cannot find the Cloud SQL instance ${instance}: no answer in time (${limitMs / 1000} s)`,
    { hint: 'check the network to the SQL Admin API and to the metadata server; the next run tries again' },
  );
}

/** Undefined where nobody has to change anything. */
function whatToChange(code: number | string | undefined, message: string, roles: string): string | undefined {
  // A quota that is used up comes as 403 too, and a metadata server without a token to give as 404.
  if (/quota exceeded|rate.?limit/i.test(message)) return undefined;
  if (/load the default credentials|built-in service account/i.test(message)) {
    return `log in with \`gcloud auth application-default login\` or run as a service account, with ${roles}`;
  }
  const place = 'check INSTANCE_DB, which is project:region:instance';
  switch (code) {
    case 400:
    case 404:
    case 'EBADCONNECTIONNAME':
      return place;
    case 'EBADSQLADMINREGION':
      return `${place}: the region is another one`;
    case 401:
    case 403:
    case 'ENOACCESSTOKEN':
      return `give the service account ${roles} in the instance's project, and enable the SQL Admin API there`;
    case 'ENOPUBLICSQLADMINIPADDRESS':
    case 'ENOPRIVATESQLADMINIPADDRESS':
    case 'ENOPSCSQLADMINIPADDRESS':
      return 'set IP_TYPE_DB to an address that the instance has, or give it this one';
    default:
      return undefined;
  }
}

function whatMayBeDown(message: string): string {
  return /access token/i.test(message)
    ? "check the metadata server for the service account's credentials"
    : 'the SQL Admin API may be down; the next run tries again';
}

const ADDRESSES: Record<Address, string> = {
  PUBLIC: 'public address',
  PRIVATE: "private address, which needs the job's way into its VPC,",
  PSC: 'Private Service Connect name, which needs its endpoint and DNS,',
};

/** What to do where the instance was found, and logging in fails. */
export function adviceFor(ipType: Address, authType: LogIn): Advice {
  return {
    denied:
      authType === 'PASSWORD'
        ? PLAIN_ADVICE.denied
        : `check that USER_DB is the service account's name before the @, that the instance has this user, and that the account has ${ROLES.IAM}`,
    lost: (code) =>
      /CERT|SIGNATURE|^ERR_(SSL|TLS|OSSL)/.test(code)
        ? 'both certificates are fetched anew by every run: if it stays, look at the server certificates of the instance, and at who stands between'
        : `check that the instance runs, and that port 3307 of its ${ADDRESSES[ipType]} can be reached from here (IP_TYPE_DB)`,
  };
}
