export const en = {
  label: 'Mercado Libre',
  service: 'Mercado Libre',

  // What was being done
  read_account: 'read the account',
  read_listings: 'read the listings',
  read_stock: 'read the stock of a product',
  write_stock: 'write stock',
  read_orders: 'read the orders',
  renew_token: 'renew the token',

  // No answer
  no_answer: ({ limitMs }: { limitMs: number }) =>
    `cannot reach Mercado Libre: no answer within ${limitMs} ms`,
  unreachable: ({ why }: { why: string }) => `cannot reach Mercado Libre: ${why}`,
  failing: ({ status }: { status: number }) => `Mercado Libre answers ${status}`,
  answers_page: ({ status }: { status: number }) =>
    `where Mercado Libre's API should be, a web page answers (${status})`,
  answer_cut: ({ status }: { status: number }) =>
    `Mercado Libre answers ${status}, but its answer breaks off`,
  unreadable: ({ what }: { what: string }) => `cannot ${what}: Mercado Libre's answer is unreadable`,
  throttled: ({ seconds }: { seconds: number }) =>
    `Mercado Libre takes no more requests for ${seconds} s: its limit is reached`,

  // Denied
  token_refused: {
    message: 'Mercado Libre refuses the token (401)',
    hint: 'a token given as MELI_TOKEN ends after six hours: set MELI_CLIENT_ID, MELI_CLIENT_SECRET and MELI_REFRESH_TOKEN in its place, and the job renews it',
  },
  refresh_refused: {
    message:
      'Mercado Libre refuses the refresh token (invalid_grant): it is used up, too old, or the permission was taken back. The channel is paused',
    hint: 'give the app access again, give its new refresh token as MELI_REFRESH_TOKEN, and resume the channel',
  },
  app_refused: ({ said }: { said: string }) => ({
    message: `Mercado Libre gives the app no token: ${said}`,
    hint: 'check MELI_CLIENT_ID and MELI_CLIENT_SECRET',
  }),
  access_denied: ({ what, said }: { what: string; said: string }) => ({
    message: `Mercado Libre does not let the app ${what}: ${said}`,
    hint: 'give the app that permission at developers.mercadolibre.com.ar, and give it access again',
  }),
  other_account: ({ given, found }: { given: string; found: string }) => ({
    message: `the token is of the account ${found}, and MELI_USER_ID names ${given}`,
    hint: 'take the token of that account, or correct MELI_USER_ID',
  }),
  redirected: ({ status }: { status: number }) => ({
    message: `Mercado Libre sends on to another address (${status})`,
    hint: 'check MELI_URL',
  }),
  beside_publications: {
    message:
      'MELI=on and NOTIFY=on: the publications service writes to Mercado Libre too, and one would undo the other',
    hint: 'set NOTIFY=off, or MELI=off',
  },

  // Refused
  refused: ({ said }: { said: string }) => `Mercado Libre refuses: ${said}`,

  // The token
  token_not_added: ({ secret, why }: { secret: string; why: string }) =>
    `the new refresh token is kept in the database, since the secret ${secret} takes none: ${why}`,
  versions_left: ({ secret, why }: { secret: string; why: string }) =>
    `older versions of the secret ${secret} stay enabled, though they are used up: ${why}`,

  // The doctor
  check_token: 'Mercado Libre: token',
  check_rights: 'Mercado Libre: rights',
  check_stock: 'Mercado Libre: stock',
  token_of: ({ nickname, id, site }: { nickname: string; id: string; site: string }) =>
    `of ${nickname} (${id}, ${site})`,
  rights_read: 'reads listings and orders; whether it may write shows with the first write',
  rights_there: 'reads listings and orders, and writes',
  stock_in_listings: 'is written to each listing',
  stock_in_warehouses: "is written to the warehouses of the seller's products",
};
