import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { number } = formatsIn('en-US');

interface Failed {
  attempt: string;
  /** What the server or the driver says. */
  why: string;
}

const couldNot = ({ attempt, why }: Failed): string => `could not ${attempt}: ${why}`;

export const en = {
  lease_refused: {
    message: 'the database did not give this run a lock of its own',
    hint: 'run again; where it goes on, look at what holds locks in the database',
  },
  login_refused: (p: Failed & { hint: string }) => ({ message: couldNot(p), hint: p.hint }),
  check_password: 'check USER_DB and PASSWORD_DB',
  check_iam_user: ({ roles }: { roles: string }) =>
    `check that USER_DB is the service account's name before the @, that the instance has this user, and that the account has ${roles}`,
  login_method: (p: Failed) => ({
    message: couldNot(p),
    hint: 'check AUTH_TYPE_DB and how the database user logs in',
  }),
  asks_clear_text: 'the server asks for the password in clear text, as Cloud SQL does for IAM users',
  schema_denied: (p: Failed) => ({
    message: couldNot(p),
    hint: 'grant this user the rights of deploy/grants/ on the schema that NAME_DB names, or correct NAME_DB',
  }),
  schema_unknown: (p: Failed) => ({
    message: couldNot(p),
    hint: 'create the schema NAME_DB names, or correct NAME_DB',
  }),
  right_missing: (p: Failed & { right: string; kind: string; name: string }) => ({
    message: couldNot(p),
    hint: `grant the user ${p.right} on the ${p.kind} ${p.name}`,
  }),
  table: 'table',
  column: 'column',
  procedure: 'procedure',
  right_named: (p: Failed) => ({ message: couldNot(p), hint: 'grant the user what the message names' }),
  procedure_denied: (p: Failed) => ({
    message: couldNot(p),
    hint: 'grant the user EXECUTE on the procedure',
  }),
  table_missing: (p: Failed) => ({ message: couldNot(p), hint: `run ${typed('migrate')}` }),
  read_only: (p: Failed) => ({
    message: couldNot(p),
    hint: 'the server is read-only: connect to the primary',
  }),
  not_committed: ({ attempt }: { attempt: string }) => ({
    message: `the database did not commit what was to ${attempt}: a transaction is open that this program did not begin`,
    hint: 'look at what stands between the program and the server, such as a proxy that sets autocommit',
  }),
  host_refused: (p: Failed) => ({ message: couldNot(p), hint: 'let the database accept this host' }),
  contended: (p: Failed) => ({ message: couldNot(p), hint: 'another session works on the same rows' }),
  statement_wrong: (p: Failed) => ({
    message: couldNot(p),
    hint: 'run again with LOG_LEVEL=debug and report the stack',
  }),
  server_failed: (p: Failed & { code: string }) => ({
    message: `${couldNot(p)} (${p.code})`,
    hint: 'the next run tries again; if it stays, look at the database server',
  }),
  unreachable: ({ attempt, why, hint }: Failed & { hint: string }) => ({
    message: `cannot reach the database while trying to ${attempt}: ${why}`,
    hint,
  }),
  lost: ({ attempt, why, hint }: Failed & { hint: string }) => ({
    message: `lost the database while trying to ${attempt}: ${why}`,
    hint,
  }),
  check_database_up:
    'check HOST_DB and PORT_DB, that the database is up, and that it can be reached from here',
  check_socket: 'check SOCKET_DB, and that the database is up on this machine',

  // The lock and the migrations
  locked: ({ schema, holder }: { schema: string; holder: string }) => ({
    message: `another run holds the lock of the schema ${schema}: ${holder}`,
    hint: 'it is left alone; the next scheduled run tries again',
  }),
  holder: ({ known, connection }: { known: string; connection: string }) =>
    `${known} (database connection ${connection})`,
  unknown_holder: ({ connection }: { connection: string }) => `database connection ${connection}`,
  schema_outdated: ({ migrations }: { migrations: readonly string[] }) => ({
    message: `the schema lacks ${migrations.join(', ')}, or this user may not read sync_migration`,
    hint: `run ${typed('migrate')}; if that was done, grant this user the rights of deploy/grants/`,
  }),

  // Cloud SQL
  instance_not_found: ({ instance, why, hint }: { instance: string; why: string; hint: string }) => ({
    message: `cannot find the Cloud SQL instance ${instance}: ${why}`,
    hint,
  }),
  no_answer_in_time: ({ limitMs }: { limitMs: number }) => `no answer in time (${number(limitMs / 1000)} s)`,
  log_in_to_google: ({ roles }: { roles: string }) =>
    `log in with \`gcloud auth application-default login\` or run as a service account, with ${roles}`,
  check_instance: 'check INSTANCE_DB, which is project:region:instance',
  check_region: 'check INSTANCE_DB, which is project:region:instance: the region is another one',
  give_roles: ({ roles }: { roles: string }) =>
    `give the service account ${roles} in the instance's project, and enable the SQL Admin API there`,
  set_address: 'set IP_TYPE_DB to an address that the instance has, or give it this one',
  check_metadata: "check the metadata server for the service account's credentials",
  sql_admin_down: 'the SQL Admin API may be down; the next run tries again',
  check_network:
    'check the network to the SQL Admin API and to the metadata server; the next run tries again',
  check_certificates:
    'both certificates are fetched again by every run: if it stays, look at the server certificates of the instance, and at who stands between',
  check_port: ({ address }: { address: string }) =>
    `check that the instance runs, and that port 3307 of its ${address} can be reached from here (IP_TYPE_DB)`,
  public_address: 'public address',
  private_address: "private address, which needs the job's way into its VPC,",
  psc_address: 'Private Service Connect name, which needs its endpoint and DNS,',

  // What was being done
  log_in: ({ place, user }: { place: string; user: string }) =>
    `log in to the database at ${place} as ${user}`,
  keep_connection: 'keep the connection that holds the lock',
  roll_back: 'roll back',
  take_lock: 'take the lock',
  take_lease: 'show that this run is at work',
  give_lock_back: 'give the lock back',
  see_holder: 'see who holds the lock',
  make_migrations_table: 'create sync_migration',
  apply: ({ migration }: { migration: string }) => `apply ${migration}`,
  note_applied: ({ migration }: { migration: string }) => `note ${migration} as applied`,
  see_applied: 'see which migrations are applied',
  remove_history: 'remove old history',

  // The questions
  ask_way: 'How is the database reached?',
  way_direct: 'at its address and port',
  way_cloud_sql: 'it is a Cloud SQL instance, by its connector',
  ask_host: 'Address of the database (HOST_DB)',
  ask_port: 'Port (PORT_DB)',
  ask_instance: 'Cloud SQL instance, project:region:instance (INSTANCE_DB)',
  ask_ip_type: "Which of the instance's addresses (IP_TYPE_DB)",
  ask_auth_type: 'Log-in by password or by IAM (AUTH_TYPE_DB)',
  ask_user: 'User of the database (USER_DB)',
  ask_password: 'The password of the database (PASSWORD_DB)',
  ask_schema: 'Schema (NAME_DB)',

  // The doctor
  check_login: 'database: log-in and version',
  check_stored_password: 'database: password',
  check_migrations: 'database: migrations',
  all_applied: 'all applied',
};
