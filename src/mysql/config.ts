import { z } from 'zod';
import { phrase } from '../platform/errors.ts';
import { expecting, identifier, oneOf, secureUrl, text, wholeNumber } from '../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../platform/config/config.ts';

const instanceName = expecting(z.string().regex(/^([^:\s]+:)?[^:\s]+:[^:\s]+:[^:\s]+$/), phrase('instance'));

/** The database: through the Cloud SQL connector where INSTANCE_DB is set, else straight. */
export const databaseConfig = definePart(
  {
    INSTANCE_DB: { check: instanceName.optional() },
    HOST_DB: { check: text.default('127.0.0.1'), over: ['INSTANCE_DB', 'SOCKET_DB'] },
    PORT_DB: { check: wholeNumber(1, 65_535).default(3306), over: ['INSTANCE_DB', 'SOCKET_DB'] },
    SOCKET_DB: { check: text.optional(), over: ['INSTANCE_DB'] },
    USER_DB: { check: text.optional() },
    PASSWORD_DB: { check: text.optional(), secret: true },
    NAME_DB: { check: identifier.default('bitcram') },
    IP_TYPE_DB: { check: oneOf('PUBLIC', 'PRIVATE', 'PSC').default('PUBLIC') },
    AUTH_TYPE_DB: { check: oneOf('PASSWORD', 'IAM').default('PASSWORD') },
    SQL_ADMIN_ENDPOINT: { check: secureUrl.optional() },
  },
  (v) => ({
    instance: v.INSTANCE_DB,
    host: v.HOST_DB,
    port: v.PORT_DB,
    socketPath: v.SOCKET_DB,
    user: v.USER_DB ?? '',
    // The connector logs in for an IAM user.
    password: v.INSTANCE_DB !== undefined && v.AUTH_TYPE_DB === 'IAM' ? undefined : v.PASSWORD_DB,
    schema: v.NAME_DB,
    ipType: v.IP_TYPE_DB,
    authType: v.AUTH_TYPE_DB,
    sqlAdminEndpoint: v.SQL_ADMIN_ENDPOINT,
  }),
  (_values, missing) => missing('USER_DB'),
  ({ password }) => [password],
);

export type DatabaseConfig = ConfigOf<{ database: typeof databaseConfig }>['database'];

export const parts = [databaseConfig];
