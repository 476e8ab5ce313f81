import type { en } from './en.ts';

export const es: typeof en = {
  label: 'Mercado Libre',
  service: 'Mercado Libre',

  // What was being done
  read_account: 'leer la cuenta',
  read_listings: 'leer las publicaciones',
  read_stock: 'leer el stock de un producto',
  write_stock: 'escribir stock',
  read_orders: 'leer los pedidos',
  renew_token: 'renovar el token',

  // No answer
  no_answer: ({ limitMs }) => `no hay conexión con Mercado Libre: sin respuesta en ${limitMs} ms`,
  unreachable: ({ why }) => `no hay conexión con Mercado Libre: ${why}`,
  failing: ({ status }) => `Mercado Libre responde ${status}`,
  answers_page: ({ status }) =>
    `donde debería estar la API de Mercado Libre responde una página web (${status})`,
  answer_cut: ({ status }) => `Mercado Libre responde ${status}, pero su respuesta se corta`,
  unreadable: ({ what }) => `no se pudo ${what}: no se entiende la respuesta de Mercado Libre`,
  throttled: ({ seconds }) => `Mercado Libre no acepta más pedidos por ${seconds} s: se llegó a su límite`,

  // Denied
  token_refused: {
    message: 'Mercado Libre rechaza el token (401)',
    hint: 'un token puesto en MELI_TOKEN vence a las seis horas: poné en su lugar MELI_CLIENT_ID, MELI_CLIENT_SECRET y MELI_REFRESH_TOKEN, y se renueva solo',
  },
  refresh_refused: {
    message:
      'Mercado Libre rechaza el refresh token (invalid_grant): ya se usó, es muy viejo, o le quitaron el permiso a la app. El canal queda en pausa',
    hint: 'volvé a autorizar la app, poné su refresh token nuevo en MELI_REFRESH_TOKEN y reanudá el canal',
  },
  app_refused: ({ said }) => ({
    message: `Mercado Libre no le da un token a la app: ${said}`,
    hint: 'verificá MELI_CLIENT_ID y MELI_CLIENT_SECRET',
  }),
  access_denied: ({ what, said }) => ({
    message: `Mercado Libre no le permite a la app ${what}: ${said}`,
    hint: 'dale ese permiso a la app en developers.mercadolibre.com.ar y volvé a autorizarla',
  }),
  other_account: ({ given, found }) => ({
    message: `el token es de la cuenta ${found}, y MELI_USER_ID dice ${given}`,
    hint: 'poné el token de esa cuenta, o corregí MELI_USER_ID',
  }),
  redirected: ({ status }) => ({
    message: `Mercado Libre deriva a otra dirección (${status})`,
    hint: 'verificá MELI_URL',
  }),
  beside_publications: {
    message:
      'MELI=on y NOTIFY=on: el servicio de publicaciones también escribe en Mercado Libre, y uno desharía lo del otro',
    hint: 'poné NOTIFY=off, o MELI=off',
  },

  // Refused
  refused: ({ said }) => `Mercado Libre rechaza: ${said}`,

  // The token
  token_not_added: ({ secret, why }) =>
    `el refresh token nuevo queda en la base de datos, porque el secreto ${secret} no lo acepta: ${why}`,
  versions_left: ({ secret, why }) =>
    `quedan habilitadas versiones anteriores del secreto ${secret}, que ya se usaron: ${why}`,

  // The doctor
  check_token: 'Mercado Libre: token',
  check_rights: 'Mercado Libre: permisos',
  check_stock: 'Mercado Libre: stock',
  token_of: ({ nickname, id, site }) => `de ${nickname} (${id}, ${site})`,
  rights_read: 'lee publicaciones y pedidos; si puede escribir se ve con la primera escritura',
  rights_there: 'lee publicaciones y pedidos, y escribe',
  stock_in_listings: 'se escribe en cada publicación',
  stock_in_warehouses: 'se escribe en los depósitos de los productos del vendedor',
};
