import { repository, typed } from '../command-line.ts';
import { formatsIn } from '../formats.ts';
import type { en } from './en.ts';

const { number } = formatsIn('es-AR');

/** The parts of the configuration that have no name of their own, such as that of a channel. */
const PARTS: Readonly<Record<string, string>> = {
  source: 'origen',
  database: 'base de datos',
  load: 'carga',
  publications: 'publicaciones',
  alert: 'alertas',
  selling: 'ventas en marketplaces',
  shopify: 'Shopify',
  mercadolibre: 'Mercado Libre',
  run: 'sincronización',
  log: 'registro',
};

export const es: typeof en = {
  // How a run ends
  unexpected: ({ why }) => ({
    message: `error inesperado: ${why}`,
    hint: 'ejecutá de nuevo con LOG_LEVEL=debug y pasale el error a quien mantiene el programa',
  }),
  interrupted: ({ signal }) => ({
    message: `detenida por ${signal}`,
    hint: 'lo que ya se cargó queda; la próxima sincronización continúa',
  }),
  unprinted: ({ code }) => ({
    message: `no se puede escribir en stdout lo que se pidió: ${code}`,
    hint: 'fijate adónde va stdout: puede que no haya lugar en el disco',
  }),
  late: ({ limitMs, attempt }) => `sin respuesta en ${number(limitMs / 1000)} s al ${attempt}`,

  // The configuration
  env_wrong: ({ problems }) => ({
    message: 'la configuración tiene errores',
    lines: problems,
    hint: `docs/configuration.md explica cada variable${repository === undefined ? '' : `, y ${typed('init')} pregunta las que necesita todo negocio`}`,
  }),
  env_unreadable: ({ code }) => ({
    message: `no se puede leer el archivo .env: ${code}`,
    hint: 'dale permiso de lectura al usuario que ejecuta el programa, o borralo',
  }),
  env_cut: ({ names }) =>
    `en el archivo .env, lo que está después del # de ${names.join(', ')} se toma como comentario: poné el valor entero entre comillas simples si el # es parte de él`,
  env_odd: ({ lines }) =>
    lines.length === 1
      ? `en el archivo .env, la línea ${lines[0]} no es NOMBRE=valor y no define nada`
      : `en el archivo .env, las líneas ${lines.join(', ')} no son NOMBRE=valor y no definen nada`,
  env_garbled: ({ lines }) =>
    `en el archivo .env, ${lines.length === 1 ? 'la línea' : 'las líneas'} ${lines.join(', ')} no se ${lines.length === 1 ? 'puede' : 'pueden'} leer como UTF-8: guardá el archivo con la codificación UTF-8`,
  env_mistyped: ({ given, meant }) =>
    `en el archivo .env, ${given.join(', ')} ${given.length === 1 ? 'no es una variable' : 'no son variables'} de este programa: ¿quisiste decir ${meant.join(', ')}?`,
  env_twice: ({ names }) =>
    `en el archivo .env, ${names.join(', ')} ${names.length === 1 ? 'está' : 'están'} más de una vez con distintos valores, y vale el último: dejá una sola línea de cada una`,
  env_quoted: ({ names }) =>
    `las comillas de ${names.join(', ')} se toman como parte del valor: escribilo sin ellas (docker --env-file las conserva; un archivo .env solo admite comillas rectas)`,
  env_named_txt:
    'en esta carpeta no hay un archivo .env, pero sí .env.txt, que no se lee: cambiale el nombre a .env',
  wrong: ({ name, expected, example }) =>
    `${name} debe ser ${expected}${example === null ? '' : `, por ejemplo ${example}`}`,
  missing: ({ name, expected, secretId, or, example }) =>
    `falta ${name}: debe ser ${expected}${secretId === null ? '' : `, o estar en un secreto que nombra ${secretId}`}` +
    `${or === null ? '' : ` (o ${or})`}${example === null ? '' : `, por ejemplo ${example}`}`,
  text: 'un texto',
  whole_number: ({ min, max }) => `un número entero de ${min} a ${max}`,
  percentage: 'un porcentaje de 0 a 100',
  one_of: ({ values }) => values.map((value) => `"${value}"`).join(' o '),
  http_url: 'una URL que empiece con http:// o https://, sin usuario ni contraseña',
  secure_url: 'una URL https (http solo en la propia máquina)',
  host: 'un host por su nombre o dirección IP, sin mysql:// adelante ni puerto atrás',
  identifier: 'un nombre de letras, dígitos, _ y $',
  qualified_name: 'esquema.nombre',
  qualified_names: 'esquema.nombre, separados por comas',
  instance: 'proyecto:región:instancia',
  valid: 'válido',
  task_wrong: {
    message: 'CLOUD_RUN_TASK_INDEX debe ser un número entero desde 0 y menor que CLOUD_RUN_TASK_COUNT',
    hint: 'Cloud Run define las dos; fuera de Cloud Run, no las definas',
  },

  // Requests
  unreachable: ({ service, request, why }) => ({
    message: `no hay conexión con ${service} para ${request}: ${why}`,
    hint: 'verificá la URL y que el servicio esté funcionando',
  }),
  no_tls: 'responde, pero sin TLS: puede que su dirección empiece con http:// y no con https://',
  no_answer: ({ service, request, limitMs, hint }) => ({
    message: `${service} no respondió a ${request} en ${limitMs} ms`,
    hint,
  }),
  check_up: 'verificá que el servicio esté funcionando',
  failing: ({ service, request, status, waitS }) => ({
    message: `${service} responde ${status} a ${request}${waitS === null ? '' : ` y pide esperar ${number(waitS)} s`}`,
    hint: 'el servicio falla o está sobrecargado; la próxima sincronización lo intenta de nuevo',
  }),
  too_large: ({ service, request, limitMb, hint }) => ({
    message: `${service} responde a ${request} con más de ${limitMb} MB`,
    hint,
  }),
  check_url: 'verificá la URL',

  // Secret Manager
  secret_failed: ({ attempt, project, why }) => `no se puede ${attempt} del proyecto ${project}: ${why}`,
  read_secret: ({ secret }) => `leer el secreto ${secret}`,
  latest_version: ({ secret }) => `ver la última versión del secreto ${secret}`,
  list_versions: ({ secret }) => `listar las versiones del secreto ${secret}`,
  add_version: ({ secret }) => `agregar una versión al secreto ${secret}`,
  disable_version: ({ secret, version }) => `deshabilitar la versión ${version} del secreto ${secret}`,
  secret_name_wrong: ({ failed }) => ({
    message: failed,
    hint: 'verificá PROJECT_ID y la variable que nombra el secreto: su nombre solo, sin projects/ adelante',
  }),
  secret_unknown: ({ failed, role }) => ({
    message: failed,
    hint: `creá el secreto con una versión y dale a la cuenta de servicio ${role} sobre él, o corregí PROJECT_ID y la variable que lo nombra`,
  }),
  secret_api_off: ({ failed }) => ({
    message: failed,
    hint: 'habilitá la API de Secret Manager en este proyecto',
  }),
  secret_denied: ({ failed, role }) => ({
    message: failed,
    hint: `dale a la cuenta de servicio ${role} sobre él`,
  }),
  secret_disabled: ({ failed }) => ({
    message: failed,
    hint: 'habilitá la última versión del secreto',
  }),
  secret_no_credentials: ({ failed, role }) => ({
    message: failed,
    hint: `iniciá sesión con \`gcloud auth application-default login\` o ejecutalo como una cuenta de servicio, con ${role} sobre él, o poné el valor mismo`,
  }),
  secret_no_token: ({ failed, role }) => ({
    message: failed,
    hint: `verificá la red, y que el servidor de metadatos dé las credenciales de una cuenta de servicio con ${role}`,
  }),
  secret_unavailable: ({ failed }) => ({
    message: failed,
    hint: 'quizás Secret Manager no funciona; la próxima sincronización lo intenta de nuevo',
  }),
  secret_late: ({ limitMs }) => `sin respuesta en ${number(limitMs / 1000)} s`,
  secret_damaged: ({ secret }) => ({
    message: `el secreto ${secret} llegó dañado: su suma de control no coincide`,
    hint: 'la próxima sincronización lo lee de nuevo',
  }),
  secret_not_text: ({ secret }) => ({
    message: `el secreto ${secret} no es texto UTF-8`,
    hint: 'agregale una versión con el texto correcto',
  }),
  secret_empty: ({ secret }) => ({
    message: `el secreto ${secret} está vacío`,
    hint: 'agregale una versión con el texto correcto',
  }),
  secret_versionless: ({ secret, hint }) => ({
    message: `el secreto ${secret} no tiene ninguna versión`,
    hint,
  }),

  // The command line
  help_json: 'escribir JSON en stdout',
  positive_number: 'Debe ser un número entero positivo.',
  no_id: ({ given }) => `'${given}' no es un producto: el id de un producto es un número entero positivo`,

  // Asking for the configuration
  ask_place: ({ secret }) => `${secret}: ¿dónde está?`,
  place_here: 'lo escribo acá',
  place_manager: 'en Secret Manager de Google Cloud',
  ask_project: 'Proyecto de Google Cloud de los secretos (PROJECT_ID)',
  ask_secret_id: ({ name }) => `Nombre del secreto (${name})`,
  hidden_input: ({ secret }) => `${secret}, que no se muestra`,
  hidden_known: ({ secret }) => `${secret}, que no se muestra; con Enter queda lo que hay`,
  several_lines: 'Lo que pegaste tiene varias líneas: pegá solo el valor, en una línea',
  unwritable:
    'Un archivo .env no puede guardar este texto: tiene un salto de línea o los tres tipos de comillas',
  env_unwritable: ({ file, code }) => ({
    message: `no se puede escribir el archivo ${file}: ${code}`,
    hint: 'dale a tu usuario permiso de escritura en esta carpeta, y fijate que haya lugar en el disco',
  }),

  // The doctor
  configuration: ({ part }) => `configuración: ${PARTS[part] ?? part}`,
  complete: 'completa',
  not_tried: 'no se probó: mirá más arriba',
  from_secret: ({ secret }) => `leído del secreto ${secret}`,
  secret_age: ({ secret, version, days }) =>
    `la versión ${version} del secreto ${secret} tiene ${number(days)} días`,
};
