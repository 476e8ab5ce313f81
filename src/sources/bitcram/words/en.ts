import { typed } from '../../../platform/command-line.ts';
import { formatsIn } from '../../../platform/formats.ts';

const { plural } = formatsIn('en-US');

interface Answered {
  request: string;
}

interface Moved {
  request: string;
  what: string;
}

const AGAIN = 'the next run reads it again; if it stays, look at what that request answers';

export const en = {
  token_unsendable: {
    message: 'the Bitcram token has a space or a character in it that no request can carry',
    hint: 'put the token alone into BITCRAM_TOKEN, or into its secret',
  },
  token_refused: ({ status, request }: Answered & { status: number }) => ({
    message: `Bitcram refuses the token (${status} to ${request})`,
    hint: `a token lives about 7 days: log in again and put the new one into BITCRAM_TOKEN, or into the secret with ${typed('renew-token')}`,
  }),
  blocked: ({ status, request }: Answered & { status: number }) => ({
    message: `a firewall or proxy in front of Bitcram answers ${request} with ${status} and a web page`,
    hint: 'let the address that the job comes from pass there, or check URL_BITCRAM; the token may be right',
  }),
  redirected: ({ status, request }: Answered & { status: number }) => ({
    message: `Bitcram answers ${request} with a redirect (${status}), which is not followed`,
    hint: 'set URL_BITCRAM to the address where the API really is',
  }),
  unknown_path: ({ request }: Answered) => ({
    message: `Bitcram knows no ${request} (404)`,
    hint: 'check URL_BITCRAM: it is the address of your Bitcram alone, such as https://bitcram.example, without the page behind it',
  }),
  unexpected_status: ({ status, request, text }: Answered & { status: number; text: string }) => ({
    message: `Bitcram answers ${request} with ${status}: ${text}`,
    hint: 'the next run tries again; if it stays, look at what that request answers',
  }),
  not_shown: '(not shown)',
  login_refused: ({ status, request }: Answered & { status: number }) => ({
    message: `Bitcram refuses the log-in (${status} to ${request})`,
    hint: 'check USER_BITCRAM, and PASSWORD_BITCRAM or its secret',
  }),
  no_token: ({ request }: Answered) => ({
    message: `Bitcram answers ${request} without a usable token`,
    hint: 'check URL_BITCRAM',
  }),
  raise_timeout: 'check that the service is up, or raise HTTP_TIMEOUT_MS',
  raise_limit: 'lower PAGE_SIZE, or raise MAX_RESPONSE_MB if the list really is that large',

  // The lists
  page: ({ request, page }: Answered & { page: number }) => `${request} (page ${page})`,
  error_inside: ({ request, text }: Answered & { text: string }) => ({
    message: `Bitcram answers ${request} with an error inside a 200: ${text}`,
    hint: AGAIN,
  }),
  no_list: ({ request, text }: Answered & { text: string }) => ({
    message: `Bitcram answers ${request} without a list of items: ${text}`,
    hint: AGAIN,
  }),
  nothing: ({ request }: Answered) => ({ message: `Bitcram answers ${request} with nothing`, hint: AGAIN }),
  no_json: ({ request, bytes, text }: Answered & { bytes: number; text: string }) => ({
    message: `Bitcram answers ${request} with ${bytes} bytes that are no JSON: ${text}`,
    hint: AGAIN,
  }),
  list_moved: ({ request, what }: Moved) => ({
    message: `the list moved while it was read (${request}): ${what}`,
    hint: AGAIN,
  }),
  other_warehouse: ({ request, other, warehouse }: Answered & Record<'other' | 'warehouse', string>) => ({
    message: `Bitcram answers ${request} with stock of warehouse ${other}, where only that of warehouse ${warehouse} was asked for`,
    hint: 'the filter by warehouse is not heeded: ask whoever runs Bitcram; nothing is loaded until then',
  }),
  other_price_list: ({ request, other, list }: Answered & Record<'other' | 'list', string>) => ({
    message: `Bitcram answers ${request} with prices of price list ${other}, where only those of price list ${list} were asked for`,
    hint: 'the filter by price list is not heeded: ask whoever runs Bitcram; until then nothing is loaded from this list',
  }),
  more_than_total: ({ count, total }: { count: number; total: number }) =>
    `${count} items where the total is ${total}`,
  none_of_total: ({ total }: { total: number }) => `no item where the total is ${total}`,
  other_length: ({ page }: { page: number }) => `page ${page} announces another length than page 1`,
  short_page: ({ page, pages, count, first }: Record<'page' | 'pages' | 'count' | 'first', number>) =>
    `page ${page} of ${pages} has ${count} items, page 1 had ${first}`,
  other_total: ({ count, total }: { count: number; total: number }) =>
    `${count} items came where the total is ${total}`,
  goes_on_after: ({ ended, page }: { ended: number; page: number }) =>
    `page ${ended} brought nothing new, but page ${page} goes on`,
  endless: ({ count }: { count: number }) => `the list does not end after ${count} items`,
  comes_again: ({ product, page }: { product: number; page: number }) =>
    `product ${product} comes again on page ${page}`,

  // The checkout
  checkout_number: ({ max }: { max: number }) =>
    `a whole number from 1 to ${max}, one of those that ${typed('discover')} lists`,
  checkout_unusable: ({ request, field }: Answered & { field: string }) => ({
    message: `Bitcram answers ${request} with a checkout that has no usable ${field}`,
    hint: 'correct the checkout in Bitcram, or check URL_BITCRAM',
  }),
  checkout_unknown: ({ checkout }: { checkout: number }) => ({
    message: `Bitcram has no checkout ${checkout}`,
    hint: `list the checkouts that this token can see with ${typed('discover')}, and set CHECKOUT`,
  }),
  no_warehouse: ({ checkout }: { checkout: number }) => ({
    message: `checkout ${checkout} has no warehouse, so there is no stock to read`,
    hint: `give it a warehouse in Bitcram, or choose another checkout (${typed('discover')} lists them)`,
  }),
  place: ({ checkout, warehouse, list }: { checkout: number; warehouse: string; list: string }) =>
    `checkout ${checkout}: warehouse ${warehouse}, price list ${list}`,
  unnamed: 'unnamed',

  // Renewing the token
  not_renewed: ({ secret, why }: Renewed) => ({
    message: `the token was not renewed, and the secret ${secret} was left as it is: ${why}`,
    hint: undefined,
  }),
  not_seen_to_arrive: ({ secret, why }: Renewed) => ({
    message: `a new token works but was not seen to arrive in the secret ${secret}, of which no version was disabled: ${why}`,
    hint: undefined,
  }),
  not_verified: ({ secret, why, version }: Renewed & { version: number }) => ({
    message: `a new token is version ${version} of the secret ${secret}, but not verified; the older versions were left enabled: ${why}`,
    hint: undefined,
  }),
  older_left: ({
    secret,
    why,
    version,
    except,
  }: Renewed & { version: number; except: readonly number[] }) => ({
    message:
      `the token was renewed as version ${version} of the secret ${secret}, but its older versions` +
      `${except.length === 0 ? '' : ` except ${except.join(', ')}`} were left enabled: ${why}`,
    hint: undefined,
  }),
  new_token_refused: {
    message: 'Bitcram gave a new token and refuses it',
    hint: 'check that the user of USER_BITCRAM may see the checkouts',
  },
  version_differs: ({ version }: { version: number }) => ({
    message: `version ${version} does not hold what was put into it`,
    hint: `run ${typed('renew-token --if-older-than 0')}`,
  }),
  ended_elsewhere: {
    message: 'the new token was ended by another log-in',
    hint: `run ${typed('renew-token --if-older-than 0')}`,
  },
  renewed: ({
    secret,
    version,
    disabled,
  }: {
    secret: string;
    version: number;
    disabled: readonly number[];
  }) =>
    `the token was renewed: version ${version} of the secret ${secret}; disabled: ${disabled.join(', ') || 'none'}`,
  young: ({ secret, days }: { secret: string; days: number }) =>
    `the secret ${secret} is ${days} days old and needs no new token yet`,
  renewed_elsewhere: ({ secret }: { secret: string }) =>
    `the secret ${secret} was renewed meanwhile, and its token works`,
  same_token: ({ secret }: { secret: string }) =>
    `Bitcram gives the token that the secret ${secret} has already; nothing was changed`,
  token_renewed: 'the token was renewed',

  // The command line
  help_renew: 'log in at Bitcram and put the new token into the secret, before the old one ends',
  help_if_older: 'leave a younger token alone; 0 renews any',
  help_renew_json: 'print what was done on stdout',
  help_discover: 'list the checkouts and warehouses that the token can see',
  days_expected: 'It must be a number of days.',

  // The questions
  ask_url: 'Address of your Bitcram (URL_BITCRAM)',
  ask_token: 'The token of Bitcram (BITCRAM_TOKEN)',
  ask_checkout: 'Whose price list and stock are read (CHECKOUT)',
  check_access: 'Bitcram and token',
  checkouts_seen: ({ count }: { count: number }) =>
    `Bitcram accepts the token, which sees ${plural(count, 'checkout', 'checkouts')}`,
  checkout_without: ({ checkout }: { checkout: number }) => `checkout ${checkout}: no warehouse`,
  none_usable: {
    message: 'the token sees no checkout that has a warehouse, so there is no stock to read',
    hint: 'give the checkout a warehouse in Bitcram, or use the token of a user who may see it',
  },

  // The doctor
  check_token: 'token',
  given_token: 'taken from BITCRAM_TOKEN',
  check_renewal_password: 'token renewal: password',
  check_renewal_versions: 'token renewal: versions',
  renew_now: `run ${typed('renew-token --if-older-than 0')}`,
  check_checkout: 'Bitcram and checkout',
};

interface Renewed {
  secret: string;
  why: string;
}

/** What `discover` prints. */
export const enText = {
  headings: ['CHECKOUT', 'id', 'open', 'warehouse', 'price list'],
  yes: 'yes',
  no: 'no',
  none: 'none',
};
