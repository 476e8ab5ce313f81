import { typed } from '../../../platform/command-line.ts';
import { formatsIn } from '../../../platform/formats.ts';
import type { en, enText } from './en.ts';

const { plural } = formatsIn('es-AR');

const AGAIN = 'la próxima sincronización la lee de nuevo; si sigue, mirá qué responde esa consulta';

export const es: typeof en = {
  token_unsendable: {
    message: 'el token de Bitcram tiene un espacio o un carácter que ningún pedido puede llevar',
    hint: 'poné el token, y nada más, en BITCRAM_TOKEN o en su secreto',
  },
  token_refused: ({ status, request }) => ({
    message: `Bitcram rechaza el token (${status} a ${request})`,
    hint: `un token dura unos 7 días: iniciá sesión de nuevo y poné el token nuevo en BITCRAM_TOKEN, o en el secreto con ${typed('renew-token')}`,
  }),
  blocked: ({ status, request }) => ({
    message: `un firewall o proxy delante de Bitcram responde a ${request} con ${status} y una página web`,
    hint: 'hacé que deje pasar la dirección desde la que se ejecuta el programa, o verificá URL_BITCRAM; el token puede estar bien',
  }),
  redirected: ({ status, request }) => ({
    message: `Bitcram responde a ${request} con una redirección (${status}), que no se sigue`,
    hint: 'poné en URL_BITCRAM la dirección donde está realmente la API',
  }),
  unknown_path: ({ request }) => ({
    message: `Bitcram no conoce ${request} (404)`,
    hint: 'verificá URL_BITCRAM: es solo la dirección de tu Bitcram, como https://bitcram.example, sin la página que sigue',
  }),
  unexpected_status: ({ status, request, text }) => ({
    message: `Bitcram responde a ${request} con ${status}: ${text}`,
    hint: 'la próxima sincronización lo intenta de nuevo; si sigue, mirá qué responde esa consulta',
  }),
  not_shown: '(no se muestra)',
  login_refused: ({ status, request }) => ({
    message: `Bitcram rechaza el inicio de sesión (${status} a ${request})`,
    hint: 'verificá USER_BITCRAM, y PASSWORD_BITCRAM o su secreto',
  }),
  no_token: ({ request }) => ({
    message: `Bitcram responde a ${request} sin un token que sirva`,
    hint: 'verificá URL_BITCRAM',
  }),
  raise_timeout: 'verificá que el servicio esté funcionando, o aumentá HTTP_TIMEOUT_MS',
  raise_limit: 'bajá PAGE_SIZE, o aumentá MAX_RESPONSE_MB si la lista es realmente tan grande',

  // The lists
  page: ({ request, page }) => `${request} (página ${page})`,
  error_inside: ({ request, text }) => ({
    message: `Bitcram responde a ${request} con un error dentro de un 200: ${text}`,
    hint: AGAIN,
  }),
  no_list: ({ request, text }) => ({
    message: `Bitcram responde a ${request} sin una lista de artículos: ${text}`,
    hint: AGAIN,
  }),
  nothing: ({ request }) => ({ message: `Bitcram responde a ${request} con nada`, hint: AGAIN }),
  no_json: ({ request, bytes, text }) => ({
    message: `Bitcram responde a ${request} con ${bytes} bytes que no son JSON: ${text}`,
    hint: AGAIN,
  }),
  list_moved: ({ request, what }) => ({
    message: `la lista cambió mientras se la leía (${request}): ${what}`,
    hint: AGAIN,
  }),
  other_warehouse: ({ request, other, warehouse }) => ({
    message: `Bitcram responde a ${request} con stock del depósito ${other}, y se pidió solo el del depósito ${warehouse}`,
    hint: 'Bitcram no respeta el filtro por depósito: consultá a quien lo administra; hasta entonces no se carga nada',
  }),
  other_price_list: ({ request, other, list }) => ({
    message: `Bitcram responde a ${request} con precios de la lista de precios ${other}, y se pidieron solo los de la lista ${list}`,
    hint: 'el filtro por lista de precios no se respeta: consultá a quien administra Bitcram; hasta entonces no se carga nada de esta lista',
  }),
  more_than_total: ({ count, total }) => `${count} artículos donde el total es ${total}`,
  none_of_total: ({ total }) => `ningún artículo donde el total es ${total}`,
  other_length: ({ page }) => `la página ${page} anuncia otro largo que la página 1`,
  short_page: ({ page, pages, count, first }) =>
    `la página ${page} de ${pages} tiene ${count} artículos, la página 1 tenía ${first}`,
  other_total: ({ count, total }) => `llegaron ${count} artículos donde el total es ${total}`,
  goes_on_after: ({ ended, page }) =>
    `la página ${ended} no trajo nada nuevo, pero la página ${page} continúa`,
  endless: ({ count }) => `la lista no termina después de ${count} artículos`,
  comes_again: ({ product, page }) => `el producto ${product} aparece otra vez en la página ${page}`,

  // The checkout
  checkout_number: ({ max }) => `un número entero de 1 a ${max}, uno de los que muestra ${typed('discover')}`,
  checkout_unusable: ({ request, field }) => ({
    message: `Bitcram responde a ${request} con una caja cuyo ${field} no sirve`,
    hint: 'corregí la caja en Bitcram, o verificá URL_BITCRAM',
  }),
  checkout_unknown: ({ checkout }) => ({
    message: `Bitcram no tiene la caja ${checkout}`,
    hint: `mirá con ${typed('discover')} qué cajas ve este token, y definí CHECKOUT`,
  }),
  no_warehouse: ({ checkout }) => ({
    message: `la caja ${checkout} no tiene depósito, así que no hay stock que leer`,
    hint: `asignale un depósito en Bitcram, o elegí otra caja (${typed('discover')} las muestra)`,
  }),
  place: ({ checkout, warehouse, list }) =>
    `caja ${checkout}: depósito ${warehouse}, lista de precios ${list}`,
  unnamed: 'sin nombre',

  // Renewing the token
  not_renewed: ({ secret, why }) => ({
    message: `no se renovó el token, y el secreto ${secret} quedó como estaba: ${why}`,
    hint: undefined,
  }),
  not_seen_to_arrive: ({ secret, why }) => ({
    message: `hay un token nuevo que funciona, pero no se vio que llegara al secreto ${secret}, del que no se deshabilitó ninguna versión: ${why}`,
    hint: undefined,
  }),
  not_verified: ({ secret, why, version }) => ({
    message: `un token nuevo es la versión ${version} del secreto ${secret}, pero sin verificar; las versiones anteriores quedaron habilitadas: ${why}`,
    hint: undefined,
  }),
  older_left: ({ secret, why, version, except }) => ({
    message:
      `se renovó el token como versión ${version} del secreto ${secret}, pero quedaron habilitadas sus versiones anteriores` +
      `${except.length === 0 ? '' : ` menos ${except.join(', ')}`}: ${why}`,
    hint: undefined,
  }),
  new_token_refused: {
    message: 'Bitcram dio un token nuevo y lo rechaza',
    hint: 'verificá que el usuario de USER_BITCRAM pueda ver las cajas',
  },
  version_differs: ({ version }) => ({
    message: `la versión ${version} no contiene lo que se le puso`,
    hint: `ejecutá ${typed('renew-token --if-older-than 0')}`,
  }),
  ended_elsewhere: {
    message: 'otro inicio de sesión dio por terminado el token nuevo',
    hint: `ejecutá ${typed('renew-token --if-older-than 0')}`,
  },
  renewed: ({ secret, version, disabled }) =>
    `se renovó el token: versión ${version} del secreto ${secret}; deshabilitadas: ${disabled.join(', ') || 'ninguna'}`,
  young: ({ secret, days }) => `el secreto ${secret} tiene ${days} días y todavía no necesita un token nuevo`,
  renewed_elsewhere: ({ secret }) => `el secreto ${secret} se renovó mientras tanto, y su token funciona`,
  same_token: ({ secret }) => `Bitcram da el token que el secreto ${secret} ya tiene; no se cambió nada`,
  token_renewed: 'se renovó el token',

  // The command line
  help_renew: 'iniciar sesión en Bitcram y poner el token nuevo en el secreto, antes de que venza el viejo',
  help_if_older: 'dejar como está un token más nuevo; 0 renueva cualquiera',
  help_renew_json: 'escribir en stdout lo que se hizo',
  help_discover: 'mostrar las cajas y los depósitos que ve el token',
  days_expected: 'Debe ser una cantidad de días.',

  // The questions
  ask_url: 'Dirección de tu Bitcram (URL_BITCRAM)',
  ask_token: 'El token de Bitcram (BITCRAM_TOKEN)',
  ask_checkout: 'De qué caja se leen la lista de precios y el stock (CHECKOUT)',
  check_access: 'Bitcram y token',
  checkouts_seen: ({ count }) => `Bitcram acepta el token, que ve ${plural(count, 'caja', 'cajas')}`,
  checkout_without: ({ checkout }) => `caja ${checkout}: sin depósito`,
  none_usable: {
    message: 'el token no ve ninguna caja con depósito, así que no hay stock que leer',
    hint: 'asignale un depósito a la caja en Bitcram, o usá el token de un usuario que pueda verla',
  },

  // The doctor
  check_token: 'token',
  given_token: 'tomado de BITCRAM_TOKEN',
  check_renewal_password: 'renovación del token: contraseña',
  check_renewal_versions: 'renovación del token: versiones',
  renew_now: `ejecutá ${typed('renew-token --if-older-than 0')}`,
  check_checkout: 'Bitcram y caja',
};

export const esText: typeof enText = {
  headings: ['CHECKOUT', 'id', 'abierta', 'depósito', 'lista de precios'],
  yes: 'sí',
  no: 'no',
  none: 'ninguno',
};
