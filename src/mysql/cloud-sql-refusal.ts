import type { DatabaseConfig } from './config.ts';
import { ConfigurationError, type SyncError, UnavailableError } from '../platform/errors.ts';
import type { Phrase } from '../platform/phrase.ts';
import { printable } from '../platform/text.ts';
import { type Advice, PLAIN_ADVICE } from './errors.ts';
import { phrase } from './phrase.ts';

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
  const why = printable(message);
  const hint = whatToChange(status ?? code, message, ROLES[authType]);
  if (hint !== undefined)
    return new ConfigurationError(phrase('instance_not_found', { instance, why, hint }), { cause: error });
  const mayBeDown = phrase(/access token/i.test(message) ? 'check_metadata' : 'sql_admin_down');
  return new UnavailableError(phrase('instance_not_found', { instance, why, hint: mayBeDown }), {
    cause: error,
  });
}

export function lateRefusal(instance: string, limitMs: number): SyncError {
  const why = phrase('no_answer_in_time', { limitMs });
  return new UnavailableError(phrase('instance_not_found', { instance, why, hint: phrase('check_network') }));
}

/** Undefined where nobody has to change anything. */
function whatToChange(code: number | string | undefined, message: string, roles: string): Phrase | undefined {
  // A quota that is used up comes as 403 too, and a metadata server without a token to give as 404.
  if (/quota exceeded|rate.?limit/i.test(message)) return undefined;
  if (/load the default credentials|built-in service account/i.test(message))
    return phrase('log_in_to_google', { roles });
  switch (code) {
    case 400:
    case 404:
    case 'EBADCONNECTIONNAME':
      return phrase('check_instance');
    case 'EBADSQLADMINREGION':
      return phrase('check_region');
    case 401:
    case 403:
    case 'ENOACCESSTOKEN':
      return phrase('give_roles', { roles });
    case 'ENOPUBLICSQLADMINIPADDRESS':
    case 'ENOPRIVATESQLADMINIPADDRESS':
    case 'ENOPSCSQLADMINIPADDRESS':
      return phrase('set_address');
    default:
      return undefined;
  }
}

const ADDRESSES: Record<Address, Phrase> = {
  PUBLIC: phrase('public_address'),
  PRIVATE: phrase('private_address'),
  PSC: phrase('psc_address'),
};

/** What to do where the instance was found, and logging in fails. */
export function adviceFor(ipType: Address, authType: LogIn): Advice {
  return {
    denied: authType === 'PASSWORD' ? PLAIN_ADVICE.denied : phrase('check_iam_user', { roles: ROLES.IAM }),
    lost: (code) =>
      /CERT|SIGNATURE|^ERR_(SSL|TLS|OSSL)/.test(code)
        ? phrase('check_certificates')
        : phrase('check_port', { address: ADDRESSES[ipType] }),
  };
}
