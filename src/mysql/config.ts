import { z } from 'zod';
import { phrase } from '../platform/errors.ts';
import {
  expecting,
  host,
  identifier,
  oneOf,
  secureUrl,
  text,
  wholeNumber,
} from '../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../platform/config/config.ts';
import { withProducts } from './products.ts';

const instanceName = expecting(z.string().regex(/^([^:\s]+:)?[^:\s]+:[^:\s]+:[^:\s]+$/), phrase('instance'));

/** The database: through the Cloud SQL connector where INSTANCE_DB is set, else straight. */
export const databaseConfig = withProducts(
  definePart(
    {
      INSTANCE_DB: {
        check: instanceName.optional(),
        about: 'the Cloud SQL instance to reach through the connector; unset for a direct connection',
        example: 'my-project:southamerica-east1:main',
      },
      HOST_DB: {
        check: host.default('127.0.0.1'),
        about: 'the host of a direct connection',
        over: ['INSTANCE_DB', 'SOCKET_DB'],
      },
      PORT_DB: {
        check: wholeNumber(1, 65_535).default(3306),
        about: 'the port of a direct connection',
        over: ['INSTANCE_DB', 'SOCKET_DB'],
      },
      SOCKET_DB: {
        check: text.optional(),
        about: 'a Unix socket, which wins over host and port',
        example: '/run/mysqld/mysqld.sock',
        over: ['INSTANCE_DB'],
      },
      USER_DB: { check: text.optional(), about: 'who logs in to the database', example: 'sync' },
      PASSWORD_DB: { check: text.optional(), about: 'the password of `USER_DB`', secret: true },
      NAME_DB: {
        check: identifier.default('bitcram'),
        about: "the schema of `raw_item_data` and of the job's own tables",
      },
      IP_TYPE_DB: {
        check: oneOf('PUBLIC', 'PRIVATE', 'PSC').default('PUBLIC'),
        about: 'which address of `INSTANCE_DB` to use',
      },
      AUTH_TYPE_DB: {
        check: oneOf('PASSWORD', 'IAM').default('PASSWORD'),
        about: 'how to log in at `INSTANCE_DB`; `IAM` needs no password',
      },
      SQL_ADMIN_ENDPOINT: {
        check: secureUrl.optional(),
        about: "an endpoint for the SQL Admin API other than Google's own",
      },
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
  ),
);

export type DatabaseConfig = ConfigOf<{ database: typeof databaseConfig }>['database'];

export const parts = [databaseConfig];
