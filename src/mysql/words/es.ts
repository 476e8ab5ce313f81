import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { en } from './en.ts';

const { number } = formatsIn('es-AR');

const couldNot = ({ attempt, why }: { attempt: string; why: string }): string =>
  `no se pudo ${attempt}: ${why}`;

export const es: typeof en = {
  lease_refused: {
    message: 'la base de datos no le dio a esta ejecución un bloqueo propio',
    hint: 'probá de nuevo; si sigue igual, mirá quién tiene bloqueos en la base de datos',
  },
  login_refused: (p) => ({ message: couldNot(p), hint: p.hint }),
  check_password: 'verificá USER_DB y PASSWORD_DB',
  check_iam_user: ({ roles }) =>
    `verificá que USER_DB sea el nombre de la cuenta de servicio antes de la @, que la instancia tenga este usuario, y que la cuenta tenga ${roles.replace(' and ', ' y ')}`,
  login_method: (p) => ({
    message: couldNot(p),
    hint: 'verificá AUTH_TYPE_DB y cómo inicia sesión el usuario de la base de datos',
  }),
  asks_clear_text: 'el servidor pide la contraseña en texto plano, como hace Cloud SQL con los usuarios IAM',
  schema_denied: (p) => ({
    message: couldNot(p),
    hint: 'dale a este usuario los permisos de deploy/grants/ sobre el esquema que nombra NAME_DB, o corregí NAME_DB',
  }),
  schema_unknown: (p) => ({
    message: couldNot(p),
    hint: 'creá el esquema que nombra NAME_DB, o corregí NAME_DB',
  }),
  right_missing: (p) => ({
    message: couldNot(p),
    hint: `dale al usuario ${p.right} sobre ${p.kind} ${p.name}`,
  }),
  table: 'la tabla',
  column: 'la columna',
  procedure: 'el procedimiento',
  right_named: (p) => ({ message: couldNot(p), hint: 'dale al usuario el permiso que nombra el mensaje' }),
  procedure_denied: (p) => ({ message: couldNot(p), hint: 'dale al usuario EXECUTE sobre el procedimiento' }),
  table_missing: (p) => ({ message: couldNot(p), hint: `ejecutá ${typed('migrate')}` }),
  read_only: (p) => ({
    message: couldNot(p),
    hint: 'el servidor es de solo lectura: conectate al servidor primario',
  }),
  not_committed: ({ attempt }) => ({
    message: `la base de datos no confirmó lo hecho para ${attempt}: hay una transacción abierta que este programa no empezó`,
    hint: 'fijate qué hay entre el programa y el servidor, por ejemplo un proxy que cambia autocommit',
  }),
  host_refused: (p) => ({ message: couldNot(p), hint: 'hacé que la base de datos acepte esta máquina' }),
  contended: (p) => ({ message: couldNot(p), hint: 'otra sesión trabaja con las mismas filas' }),
  statement_wrong: (p) => ({
    message: couldNot(p),
    hint: 'ejecutá de nuevo con LOG_LEVEL=debug y pasale el error a quien mantiene el programa',
  }),
  server_failed: (p) => ({
    message: `${couldNot(p)} (${p.code})`,
    hint: 'la próxima sincronización lo intenta de nuevo; si sigue, revisá el servidor de la base de datos',
  }),
  unreachable: ({ attempt, why, hint }) => ({
    message: `no hay conexión con la base de datos al ${attempt}: ${why}`,
    hint,
  }),
  lost: ({ attempt, why, hint }) => ({
    message: `se perdió la conexión con la base de datos al ${attempt}: ${why}`,
    hint,
  }),
  check_database_up:
    'verificá HOST_DB y PORT_DB, que la base de datos esté funcionando y que se pueda llegar a ella desde acá',
  check_socket: 'verificá SOCKET_DB, y que la base de datos esté funcionando en esta máquina',

  // The lock and the migrations
  locked: ({ schema, holder }) => ({
    message: `otra sincronización tiene el bloqueo del esquema ${schema}: ${holder}`,
    hint: 'no se la interrumpe; la próxima sincronización programada lo intenta de nuevo',
  }),
  holder: ({ known, connection }) => `${known} (conexión ${connection} de la base de datos)`,
  unknown_holder: ({ connection }) => `conexión ${connection} de la base de datos`,
  schema_outdated: ({ migrations }) => ({
    message: `al esquema le falta ${migrations.join(', ')}, o este usuario no puede leer sync_migration`,
    hint: `ejecutá ${typed('migrate')}; si ya lo hiciste, dale a este usuario los permisos de deploy/grants/`,
  }),

  // Cloud SQL
  instance_not_found: ({ instance, why, hint }) => ({
    message: `no se encuentra la instancia de Cloud SQL ${instance}: ${why}`,
    hint,
  }),
  no_answer_in_time: ({ limitMs }) => `sin respuesta a tiempo (${number(limitMs / 1000)} s)`,
  log_in_to_google: ({ roles }) =>
    `iniciá sesión con \`gcloud auth application-default login\` o ejecutalo como una cuenta de servicio, con ${roles.replace(' and ', ' y ')}`,
  check_instance: 'verificá INSTANCE_DB, que es proyecto:región:instancia',
  check_region: 'verificá INSTANCE_DB, que es proyecto:región:instancia: la región es otra',
  give_roles: ({ roles }) =>
    `dale a la cuenta de servicio ${roles.replace(' and ', ' y ')} en el proyecto de la instancia, y habilitá allí la SQL Admin API`,
  set_address: 'poné en IP_TYPE_DB un tipo de dirección que la instancia tenga, o dale este',
  check_metadata: 'verificá que el servidor de metadatos dé las credenciales de la cuenta de servicio',
  sql_admin_down: 'quizás la SQL Admin API no funciona; la próxima sincronización lo intenta de nuevo',
  check_network:
    'verificá la red hacia la SQL Admin API y hacia el servidor de metadatos; la próxima sincronización lo intenta de nuevo',
  check_certificates:
    'cada sincronización pide los dos certificados de nuevo: si sigue, revisá los certificados de servidor de la instancia, y quién está en el medio',
  check_port: ({ address }) =>
    `verificá que la instancia esté funcionando, y que desde acá se llegue al puerto 3307 de su ${address} (IP_TYPE_DB)`,
  public_address: 'dirección pública',
  private_address: 'dirección privada, que necesita el acceso del programa a su VPC,',
  psc_address: 'nombre de Private Service Connect, que necesita su endpoint y su DNS,',

  // What was being done
  log_in: ({ place, user }) => `iniciar sesión en la base de datos en ${place} como ${user}`,
  keep_connection: 'mantener la conexión que tiene el bloqueo',
  roll_back: 'deshacer los cambios',
  take_lock: 'tomar el bloqueo',
  take_lease: 'mostrar que esta ejecución está en marcha',
  give_lock_back: 'devolver el bloqueo',
  see_holder: 'ver quién tiene el bloqueo',
  make_migrations_table: 'crear sync_migration',
  apply: ({ migration }) => `aplicar ${migration}`,
  note_applied: ({ migration }) => `anotar ${migration} como aplicada`,
  see_applied: 'ver qué migraciones están aplicadas',
  remove_history: 'borrar el historial viejo',

  // The questions
  ask_way: '¿Cómo se llega a la base de datos?',
  way_direct: 'por su dirección y puerto',
  way_cloud_sql: 'es una instancia de Cloud SQL, por su conector',
  ask_host: 'Dirección de la base de datos (HOST_DB)',
  ask_port: 'Puerto (PORT_DB)',
  ask_instance: 'Instancia de Cloud SQL, proyecto:región:instancia (INSTANCE_DB)',
  ask_ip_type: 'Tipo de dirección de la instancia (IP_TYPE_DB)',
  ask_auth_type: 'Inicio de sesión con contraseña o con IAM (AUTH_TYPE_DB)',
  ask_user: 'Usuario de la base de datos (USER_DB)',
  ask_password: 'La contraseña de la base de datos (PASSWORD_DB)',
  ask_schema: 'Esquema (NAME_DB)',

  // The doctor
  check_login: 'base de datos: inicio de sesión y versión',
  check_stored_password: 'base de datos: contraseña',
  check_migrations: 'base de datos: migraciones',
  all_applied: 'todas aplicadas',
};
