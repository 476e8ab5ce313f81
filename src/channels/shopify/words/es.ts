import type { en } from './en.ts';

export const es: typeof en = {
  label: 'Shopify',
  service: 'Shopify',

  // What a variable must be
  location: 'el número de una sucursal, o gid://shopify/Location/ con ese número',
  version: 'una versión como 2026-10',

  // No answer
  no_answer: ({ limitMs }) => `no hay conexión con Shopify: sin respuesta en ${limitMs} ms`,
  unreachable: ({ why }) => `no hay conexión con Shopify: ${why}`,
  failing: ({ status }) => `Shopify responde ${status}`,
  answers_page: ({ status }) => `donde debería estar la API de Shopify responde una página web (${status})`,
  answer_cut: ({ status }) => `Shopify responde ${status}, pero su respuesta se corta`,
  unreadable: ({ operation }) => `no se entiende la respuesta de Shopify a ${operation}`,
  throttled: ({ seconds }) => `Shopify no acepta más pedidos por ${seconds} s: se llegó a su límite`,

  // Denied
  token_refused: {
    message: 'Shopify rechaza el token (401)',
    hint: 'corregí SHOPIFY_TOKEN; para una app del Dev Dashboard poné SHOPIFY_CLIENT_ID y SHOPIFY_CLIENT_SECRET, porque sus tokens vencen al día',
  },
  app_refused: ({ said }) => ({
    message: `Shopify no le da un token a la app: ${said}`,
    hint: 'verificá SHOPIFY_CLIENT_ID y SHOPIFY_CLIENT_SECRET, y que la app esté instalada en la tienda',
  }),
  access_denied: ({ said }) => ({
    message: `Shopify niega el acceso: ${said}`,
    hint: 'dale a la app el permiso (scope) que falta y volvé a instalarla',
  }),
  shop_closed: ({ said }) => ({
    message: `Shopify cerró la tienda por ahora: ${said}`,
    hint: 'mirá el panel de la tienda: puede haber una factura impaga',
  }),
  shop_unknown: {
    message: 'Shopify no conoce esa tienda (404)',
    hint: 'verificá SHOPIFY_URL y SHOPIFY_API_VERSION',
  },
  redirected: ({ status }) => ({
    message: `Shopify deriva a otra dirección (${status})`,
    hint: 'poné en SHOPIFY_URL la dirección propia de la tienda, la que termina en .myshopify.com',
  }),

  // Refused
  refused: ({ said }) => `Shopify rechaza: ${said}`,

  // The doctor
  check_token: 'Shopify: token',
  check_scopes: 'Shopify: permisos (scopes)',
  check_location: 'Shopify: sucursal',
  token_accepted: ({ address, version }) => `${address} lo acepta (API ${version})`,
  version_gone: ({ version, served }) => ({
    message: `Shopify ya no tiene la API ${version} y responde como ${served}`,
    hint: 'actualizá este programa, o poné en SHOPIFY_API_VERSION una versión que ambos conozcan',
  }),
  scopes_granted: ({ scopes }) => scopes.join(', '),
  scopes_missing: ({ scopes }) => ({
    message: `a la app del token le falta ${scopes.join(', ')}`,
    hint: 'dale esos permisos (scopes) a la app en Shopify y volvé a instalarla',
  }),
  location_found: ({ name }) => name,
  location_there: 'existe (su nombre se ve con el permiso read_locations)',
  location_unknown: ({ id }) => ({
    message: `Shopify no conoce ${id}`,
    hint: 'poné en SHOPIFY_LOCATION_ID el número del final de su dirección: Configuración, Sucursales',
  }),
  location_closed: ({ name }) => ({
    message: `la sucursal "${name}" no está activa`,
    hint: 'activala en Shopify (Configuración, Sucursales), o poné otra en SHOPIFY_LOCATION_ID',
  }),
};
