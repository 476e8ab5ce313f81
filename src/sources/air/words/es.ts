import { formatsIn } from '../../../platform/formats.ts';
import type { en } from './en.ts';

const { plural } = formatsIn('es-AR');

const AGAIN =
  'la próxima sincronización lo intenta de nuevo; si sigue, mirá qué responde esa consulta, o preguntale a Air';

export const es: typeof en = {
  login_refused: {
    message: 'Air rechaza el inicio de sesión',
    hint: 'verificá USER_AIR, y PASSWORD_AIR o su secreto',
  },
  token_refused: ({ call }) => ({
    message: `Air rechaza ${call} (401), también después de iniciar sesión de nuevo`,
    hint: 'verificá si el usuario de USER_AIR todavía puede usar la API, o preguntale a Air',
  }),
  forbidden: ({ call, text }) => ({
    message: `Air prohíbe ${call} (403): ${text}`,
    hint: 'preguntale a Air qué puede hacer el usuario de USER_AIR',
  }),
  too_many: ({ until }) => ({
    message: `Air dice que se le consulta demasiado seguido (403), así que nadie le consulta antes de ${until} UTC`,
    hint: 'sincronizá menos seguido: Air pide unos cinco minutos entre dos lecturas completas',
  }),
  cooling_down: ({ until }) => ({
    message: `Air dijo que se le consulta demasiado seguido, así que nadie le consulta antes de ${until} UTC`,
    hint: 'esperá hasta esa hora; lo que se trajo queda guardado',
  }),
  blocked: ({ call, status }) => ({
    message: `un firewall o proxy delante de Air responde a ${call} con ${status} y una página web`,
    hint: 'hacé que deje pasar la dirección desde la que se ejecuta el programa, o verificá URL_AIR',
  }),
  redirected: ({ call, status }) => ({
    message: `Air responde a ${call} con una redirección (${status}), que no se sigue`,
    hint: 'poné en URL_AIR la dirección donde está realmente la API',
  }),
  unknown_path: ({ call }) => ({
    message: `Air no conoce ${call} (404)`,
    hint: 'verificá URL_AIR: termina con la versión de la API, como https://api.air-intra.com/v2',
  }),
  unexpected_status: ({ call, status, text }) => ({
    message: `Air responde a ${call} con ${status}: ${text}`,
    hint: AGAIN,
  }),
  error_inside: ({ call, id, text }) => ({
    message: `Air responde a ${call} con el error ${id} en lugar de datos: ${text}`,
    hint: AGAIN,
  }),
  no_token: {
    message: 'Air responde al inicio de sesión sin un token que sirva',
    hint: 'verificá URL_AIR',
  },
  no_json: ({ call, text }) => ({
    message: `Air responde a ${call} con algo que no es un JSON entero: ${text}`,
    hint: AGAIN,
  }),
  no_list: ({ call }) => ({
    message: `Air responde a ${call} con algo que no es una lista`,
    hint: AGAIN,
  }),
  no_detail: ({ call }) => ({
    message: `Air responde a ${call} con algo que no son detalles`,
    hint: AGAIN,
  }),
  empty_list: {
    message: 'la lista de Air está vacía',
    hint: AGAIN,
  },
  code_again: ({ code }) => ({
    message: `la lista de Air cambió mientras se leía: ${code} vino en dos páginas`,
    hint: 'la próxima sincronización la lee de nuevo',
  }),
  no_file: ({ file, status }) => ({
    message: `Air responde a la descarga del archivo de ${file} con ${status}`,
    hint: 'sacá del portal de Air una dirección nueva para AIR_CATALOGUE_URL y AIR_CHARACTERISTICS_URL',
  }),
  unreadable_file: ({ file, why }) => ({
    message: `no se puede leer lo que Air manda como archivo de ${file}: ${why}`,
    hint: 'abrí su dirección en un navegador; si aparece un inicio de sesión, sacá del portal de Air una nueva para AIR_CATALOGUE_URL y AIR_CHARACTERISTICS_URL',
  }),
  no_column: ({ file, column }) => ({
    message: `el archivo de ${file} no tiene la columna ${column}`,
    hint: 'verificá AIR_CATALOGUE_URL y AIR_CHARACTERISTICS_URL: deben ser las direcciones de los dos archivos',
  }),
  only_notices: ({ call }) => ({
    message: `Air responde a ${call} solo con avisos de PHP, que no son el final de una lista`,
    hint: AGAIN,
  }),
  list_moved: ({ call }) => ({
    message: `la lista ${call} de Air cambió mientras se leía`,
    hint: 'la próxima sincronización la lee de nuevo',
  }),
  raise_timeout: 'verificá que Air funcione, o subí HTTP_TIMEOUT_MS',
  raise_limit: 'subí MAX_RESPONSE_MB si la lista es realmente tan grande',

  page: ({ operation, page }) => `${operation} (página ${page})`,
  detail: ({ code }) => `get_meta de ${code}`,
  place_of_files: 'Air, por sus descargas',
  place: ({ user }) => `Air, como ${user}`,
  unknown_location: ({ name, count }) =>
    `Air dice de ${plural(count, 'artículo', 'artículos')} lo que hay en "${name}", una ubicación que este programa no conoce: no se cuenta`,
  asked_again: ({ count }) =>
    `${plural(count, 'producto', 'productos')} con stock que no están en la lista liviana: se piden por su código`,
  details_failed: ({ count, codes, why }) =>
    `Air no tiene detalles que sirvan de ${plural(count, 'artículo', 'artículos')}, que conservan los que se conocen: ${codes}; el último: ${why}`,
  details_so_far: ({ count, of }) => `detalles: ${count} de ${of}`,

  catalogue: 'catálogo',
  characteristics: 'características',

  // La configuración
  locations: ({ known }) => `algunas de ${known}, cada una una vez, separadas por comas`,
  margin: 'un porcentaje como 30 o 27.5',

  // La base de datos
  read_cooldown: 'ver si se le puede consultar a Air',
  note_cooldown: 'anotar que a Air no se le consulta',
  read_details: 'leer qué detalles se conocen',
  keep_details: 'guardar los detalles de los artículos',
  read_in_stock: 'leer qué hay en stock',
  write_offers: 'escribir precios y stock de Air',
  write_contents: 'escribir los artículos de Air',
  write_retired: 'poner en cero lo que Air ya no tiene',
  write_pulses: 'escribir cómo están los productos',
  write_skus: 'escribir los códigos de Air como SKU',

  // El doctor
  ask_url: 'Dirección de la API de Air (URL_AIR)',
  ask_user: 'El usuario de Air (USER_AIR)',
  ask_password: 'La contraseña de Air (PASSWORD_AIR)',
  check_login: 'inicio de sesión en Air',
};
