import { formatsIn } from '../../../platform/formats.ts';

const { plural } = formatsIn('en-US');

interface Called {
  call: string;
}

const AGAIN = 'the next run tries again; if it stays, look at what that call answers, or ask Air';

export const en = {
  login_refused: {
    message: 'Air refuses the log-in',
    hint: 'check USER_AIR, and PASSWORD_AIR or its secret',
  },
  token_refused: ({ call }: Called) => ({
    message: `Air refuses ${call} (401), also after a new log-in`,
    hint: 'check whether the user of USER_AIR may still use the API, or ask Air',
  }),
  forbidden: ({ call, text }: Called & { text: string }) => ({
    message: `Air forbids ${call} (403): ${text}`,
    hint: 'ask Air what the user of USER_AIR may do',
  }),
  too_many: ({ until }: { until: string }) => ({
    message: `Air says that it is asked too often (403), so no run asks it before ${until} UTC`,
    hint: 'run less often: Air wants about five minutes between two complete readings',
  }),
  cooling_down: ({ until }: { until: string }) => ({
    message: `Air has said that it is asked too often, so no run asks it before ${until} UTC`,
    hint: 'wait until then; what was fetched is kept',
  }),
  blocked: ({ call, status }: Called & { status: number }) => ({
    message: `a firewall or proxy in front of Air answers ${call} with ${status} and a web page`,
    hint: 'let the address that the job comes from pass there, or check URL_AIR',
  }),
  redirected: ({ call, status }: Called & { status: number }) => ({
    message: `Air answers ${call} with a redirect (${status}), which is not followed`,
    hint: 'set URL_AIR to the address where the API really is',
  }),
  unknown_path: ({ call }: Called) => ({
    message: `Air knows no ${call} (404)`,
    hint: 'check URL_AIR: it ends with the version of the API, such as https://api.air-intra.com/v2',
  }),
  unexpected_status: ({ call, status, text }: Called & { status: number; text: string }) => ({
    message: `Air answers ${call} with ${status}: ${text}`,
    hint: AGAIN,
  }),
  error_inside: ({ call, id, text }: Called & { id: string; text: string }) => ({
    message: `Air answers ${call} with error ${id} in place of data: ${text}`,
    hint: AGAIN,
  }),
  no_token: {
    message: 'Air answers the log-in without a usable token',
    hint: 'check URL_AIR',
  },
  no_json: ({ call, text }: Called & { text: string }) => ({
    message: `Air answers ${call} with something that is no whole JSON: ${text}`,
    hint: AGAIN,
  }),
  no_list: ({ call }: Called) => ({
    message: `Air answers ${call} with something that is no list`,
    hint: AGAIN,
  }),
  no_detail: ({ call }: Called) => ({
    message: `Air answers ${call} with something that is no details`,
    hint: AGAIN,
  }),
  empty_list: {
    message: 'the list of Air is empty',
    hint: AGAIN,
  },
  code_again: ({ code }: { code: string }) => ({
    message: `the list of Air changed while it was read: ${code} came on two pages`,
    hint: 'the next run reads it again',
  }),
  no_file: ({ file, status }: { file: string; status: number }) => ({
    message: `Air answers the download of the ${file} with ${status}`,
    hint: 'take a new address from the portal of Air for AIR_CATALOGUE_URL and AIR_CHARACTERISTICS_URL',
  }),
  unreadable_file: ({ file, why }: { file: string; why: string }) => ({
    message: `what Air sends as the file of the ${file} cannot be read: ${why}`,
    hint: 'open its address in a browser; if it shows a log-in, take a new one from the portal of Air for AIR_CATALOGUE_URL and AIR_CHARACTERISTICS_URL',
  }),
  no_column: ({ file, column }: { file: string; column: string }) => ({
    message: `the file of the ${file} has no column ${column}`,
    hint: 'check AIR_CATALOGUE_URL and AIR_CHARACTERISTICS_URL: they must be the addresses of the two files',
  }),
  only_notices: ({ call }: Called) => ({
    message: `Air answers ${call} with nothing but notices of PHP, which are not the end of a list`,
    hint: AGAIN,
  }),
  list_moved: ({ call }: Called) => ({
    message: `the list ${call} of Air changed while it was read`,
    hint: 'the next run reads it again',
  }),
  raise_timeout: 'check that Air is up, or raise HTTP_TIMEOUT_MS',
  raise_limit: 'raise MAX_RESPONSE_MB if the list really is that large',

  page: ({ operation, page }: { operation: string; page: number }) => `${operation} (page ${page})`,
  detail: ({ code }: { code: string }) => `get_meta of ${code}`,
  place_of_files: 'Air, by its downloads',
  place: ({ user }: { user: string }) => `Air, as ${user}`,
  unknown_location: ({ name, count }: { name: string; count: number }) =>
    `Air says of ${plural(count, 'article', 'articles')} what there is at "${name}", a location that this program does not know: it is not counted`,
  asked_again: ({ count }: { count: number }) =>
    `${plural(count, 'product', 'products')} in stock not in the light list: asking for each by its code`,
  details_failed: ({ count, codes, why }: { count: number; codes: string; why: string }) =>
    `Air has no details of ${plural(count, 'article', 'articles')} that can be used, which keep those that are known: ${codes}; the last one: ${why}`,
  details_so_far: ({ count, of }: { count: number; of: number }) => `details: ${count} of ${of}`,

  catalogue: 'catalogue',
  characteristics: 'characteristics',

  // The configuration
  locations: ({ known }: { known: string }) => `some of ${known}, each once, with commas between them`,
  margin: 'a percentage such as 30 or 27.5',

  // The database
  read_cooldown: 'see whether Air may be asked',
  note_cooldown: 'note that Air is to be left alone',
  read_details: 'read which details are known',
  keep_details: 'keep the details of articles',
  read_in_stock: 'read what is in stock',
  write_offers: 'write prices and stock of Air',
  write_contents: 'write the articles of Air',
  write_retired: 'zero what Air has no more',
  write_pulses: 'write how the products are',
  write_skus: 'write the codes of Air as SKUs',

  // The doctor
  ask_url: 'Address of the API of Air (URL_AIR)',
  ask_user: 'The user of Air (USER_AIR)',
  ask_password: 'The password of Air (PASSWORD_AIR)',
  check_login: 'log-in at Air',
};
