import { formatsIn } from '../../platform/formats.ts';
import type { en } from './en.ts';

const { plural } = formatsIn('es-AR');

export const es: typeof en = {
  address_taken: ({ address }) => ({
    message: `otro programa ya escucha en ${address}`,
    hint: 'dale otro puerto a este, o terminá el otro programa',
  }),
  address_refused: ({ address, why }) => ({
    message: `nada puede escuchar en ${address}: ${why}`,
    hint: 'nombrá una dirección de esta máquina y un puerto que su usuario pueda abrir, como 127.0.0.1:9090 o 0.0.0.0:9090',
  }),

  tokens_wrong: ({ where }) => ({
    message: `API_TOKENS no es una lista de tokens${where.length === 0 ? '' : `; mirá ${where.join(', ')}`}`,
    hint: 'escribila como [{"name": "…", "sha256": "64 dígitos hexadecimales", "role": "owner"}, {"name": "…", "sha256": "…", "role": "supplier", "proveedores": ["…"]}]',
  }),
  tokens_twice: ({ where }) => ({
    message: `API_TOKENS tiene dos veces el mismo token o nombre: ${where}`,
    hint: 'dale a cada cliente un token y un nombre propios',
  }),
  tokens_needed: ({ host }) => ({
    message: `LISTEN deja entrar a otras máquinas por ${host}, y ningún API_TOKENS dice quién puede preguntar`,
    hint: 'definí API_TOKENS, o escuchá solo a esta máquina, como LISTEN=127.0.0.1:8080',
  }),

  // What the doctor says
  check_tokens: 'quién puede preguntarle a serve',
  only_here: 'solo esta máquina, quien sea que trabaje en ella',

  // What a variable must be
  serve_address: 'un puerto de 127.0.0.1 como 8080, o HOST:PUERTO como 0.0.0.0:8080',
  listen_address: 'off, un puerto de 127.0.0.1 como 9090, o HOST:PUERTO como 0.0.0.0:9090',

  // What a request is told
  not_ready: ({ problems }) => `no está listo: ${problems.join('; ')}`,
  no_route: ({ path }) => `no hay nada en ${path}`,
  only_get: 'acá solo hay algo para leer: GET o HEAD',
  other_host: 'escucha solo a esta máquina: pedilo a localhost o 127.0.0.1',

  other_origin: 'lo pide una página de otro sitio: abrila desde acá',
  token_missing: 'hace falta un token: mandá el encabezado Authorization: Bearer TOKEN',
  log_in_first: 'para esto hay que ingresar: abrí /login en un navegador',
  token_unknown: 'nadie tiene este token',
  bad_request: 'el pedido no se puede leer',
  too_slow: 'el pedido tardó demasiado en llegar',
  head_too_large: 'la dirección o los encabezados del pedido son demasiado largos',
  body_too_large: 'lo que se mandó es demasiado grande',
  other_type: 'lo que se mandó es de un tipo que acá no se recibe',
  failed: 'esto falló por un defecto de este programa; su log dice más',
  unavailable: 'esto no se puede hacer ahora: algo que necesita no responde; probá de nuevo en unos segundos',
  too_many_answers:
    'se te está respondiendo demasiadas veces al mismo tiempo: esperá a que termine una respuesta',
  too_busy: 'se está respondiendo a demasiados al mismo tiempo: probá de nuevo en unos segundos',
  parameters_wrong: ({ what }) => what.join('; '),
  parameter_missing: ({ name }) => `falta ${name}`,
  parameter_unknown: ({ name }) => `no hay ningún parámetro ${name}`,
  parameter_unusable: ({ name }) => `${name} no sirve así como está`,
  parameter_wrong: ({ name, expects }) => `${name} debe ser ${expects}`,
  parameter_one_of: ({ name, values }) => `${name} debe ser ${values.join(' o ')}`,
  parameter_too_long: ({ name, most }) => `${name} puede tener ${most} caracteres`,

  // What the log says
  answered: ({ method, path, status, ms }) => `${method} ${path}: ${status} después de ${ms} ms`,
  logged_in: ({ name, address }) => `${name} ingresó desde ${address}`,
  log_in_failed: ({ address }) => `falló un ingreso desde ${address}: nadie tiene ese token`,
  listening: ({ url, paths }) => `${url} responde: ${paths.join(', ')}`,
  back: ({ seconds }) => `todo funciona otra vez, después de ${plural(seconds, 'segundo', 'segundos')}`,
};
