export const en = {
  label: 'Shopify',
  service: 'Shopify',

  // What a variable must be
  location: 'the number of a location, or gid://shopify/Location/ with it',
  version: 'a version such as 2026-10',

  // No answer
  no_answer: ({ limitMs }: { limitMs: number }) => `cannot reach Shopify: no answer within ${limitMs} ms`,
  unreachable: ({ why }: { why: string }) => `cannot reach Shopify: ${why}`,
  failing: ({ status }: { status: number }) => `Shopify answers ${status}`,
  answers_page: ({ status }: { status: number }) =>
    `where Shopify's API should be, a web page answers (${status})`,
  answer_cut: ({ status }: { status: number }) => `Shopify answers ${status}, but its answer breaks off`,
  unreadable: ({ operation }: { operation: string }) => `Shopify's answer to ${operation} is unreadable`,
  throttled: ({ seconds }: { seconds: number }) =>
    `Shopify takes no more requests for ${seconds} s: its limit is reached`,

  // Denied
  token_refused: {
    message: 'Shopify refuses the token (401)',
    hint: 'correct SHOPIFY_TOKEN; an app of the Dev Dashboard has SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET instead, since its tokens end after a day',
  },
  app_refused: ({ said }: { said: string }) => ({
    message: `Shopify gives the app no token: ${said}`,
    hint: 'check SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET, and that the app is installed in the shop',
  }),
  access_denied: ({ said }: { said: string }) => ({
    message: `Shopify denies access: ${said}`,
    hint: 'give the app the scope that is missing, and install it again',
  }),
  shop_closed: ({ said }: { said: string }) => ({
    message: `Shopify has closed the shop for now: ${said}`,
    hint: "see the shop's admin: an invoice may be unpaid",
  }),
  shop_unknown: {
    message: 'Shopify knows no such shop (404)',
    hint: 'check SHOPIFY_URL and SHOPIFY_API_VERSION',
  },
  redirected: ({ status }: { status: number }) => ({
    message: `Shopify sends on to another address (${status})`,
    hint: "set SHOPIFY_URL to the shop's own address, which ends in .myshopify.com",
  }),

  // Refused
  refused: ({ said }: { said: string }) => `Shopify refuses: ${said}`,

  // The doctor
  check_token: 'Shopify: token',
  check_scopes: 'Shopify: scopes',
  check_location: 'Shopify: location',
  token_accepted: ({ address, version }: { address: string; version: string }) =>
    `${address} accepts it (API ${version})`,
  version_gone: ({ version, served }: { version: string; served: string }) => ({
    message: `Shopify no longer has API ${version} and answers as ${served}`,
    hint: 'update this program, or set SHOPIFY_API_VERSION to a version that both know',
  }),
  scopes_granted: ({ scopes }: { scopes: readonly string[] }) => scopes.join(', '),
  scopes_missing: ({ scopes }: { scopes: readonly string[] }) => ({
    message: `the token's app lacks ${scopes.join(', ')}`,
    hint: 'give the app these scopes in Shopify, and install it again',
  }),
  location_found: ({ name }: { name: string }) => name,
  location_there: 'it is there (its name shows with the scope read_locations)',
  location_unknown: ({ id }: { id: string }) => ({
    message: `Shopify knows no ${id}`,
    hint: 'set SHOPIFY_LOCATION_ID to the number at the end of its address: Settings, Locations',
  }),
  location_closed: ({ name }: { name: string }) => ({
    message: `the location "${name}" is not active`,
    hint: 'activate it in Shopify (Settings, Locations), or set SHOPIFY_LOCATION_ID to another one',
  }),
};
