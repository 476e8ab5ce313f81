import { formatsIn } from '../../platform/formats.ts';
const { plural } = formatsIn('en-US');

export const en = {
  address_taken: ({ address }: { address: string }) => ({
    message: `another program listens at ${address} already`,
    hint: 'give this one another port, or end the other program',
  }),
  address_refused: ({ address, why }: { address: string; why: string }) => ({
    message: `nothing can listen at ${address}: ${why}`,
    hint: 'name an address of this machine and a port that its user may open, such as 127.0.0.1:9090 or 0.0.0.0:9090',
  }),

  tokens_wrong: ({ where }: { where: readonly string[] }) => ({
    message: `API_TOKENS is no list of tokens${where.length === 0 ? '' : `; look at ${where.join(', ')}`}`,
    hint: 'write it as [{"name": "…", "sha256": "64 hex digits", "role": "owner"}, {"name": "…", "sha256": "…", "role": "supplier", "proveedores": ["…"]}]',
  }),
  tokens_twice: ({ where }: { where: string }) => ({
    message: `API_TOKENS has the same token or name twice: ${where}`,
    hint: 'give each client a token and a name of its own',
  }),
  tokens_needed: ({ host }: { host: string }) => ({
    message: `LISTEN lets other machines in at ${host}, and no API_TOKENS say who may ask`,
    hint: 'set API_TOKENS, or listen to this machine alone, such as LISTEN=127.0.0.1:8080',
  }),

  // What the doctor says
  check_tokens: 'who may ask serve',
  only_here: 'this machine alone, whoever works on it',

  // What a variable must be
  serve_address: 'a port of 127.0.0.1 such as 8080, or HOST:PORT such as 0.0.0.0:8080',
  listen_address: 'off, a port of 127.0.0.1 such as 9090, or HOST:PORT such as 0.0.0.0:9090',

  // What a request is told
  not_ready: ({ problems }: { problems: readonly string[] }) => `not ready: ${problems.join('; ')}`,
  no_route: ({ path }: { path: string }) => `there is nothing at ${path}`,
  only_get: 'here is only something to read: GET or HEAD',
  other_host: 'it listens to this machine alone: ask for localhost or 127.0.0.1',

  other_origin: 'a page of another site asks for this: open it from here',
  token_missing: 'this needs a token: send the header Authorization: Bearer TOKEN',
  log_in_first: 'this needs a log-in: open /login in a browser',
  token_unknown: 'nobody has this token',
  bad_request: 'the request cannot be read',
  too_slow: 'the request took too long to arrive',
  head_too_large: "the request's address or headers are too long",
  body_too_large: 'what was sent is too large',
  other_type: 'what was sent is of a type that is not taken here',
  failed: 'this failed, by a defect in this program; its log says more',
  unavailable: 'this cannot be done now: something that it needs is away; try again in some seconds',
  too_many_answers: 'you are being answered too often at once: wait until one answer has ended',
  too_busy: 'too many are being answered at once: try again in some seconds',
  parameters_wrong: ({ what }: { what: readonly string[] }) => what.join('; '),
  parameter_missing: ({ name }: { name: string }) => `${name} is missing`,
  parameter_unknown: ({ name }: { name: string }) => `there is no parameter ${name}`,
  parameter_unusable: ({ name }: { name: string }) => `${name} cannot be used as it is`,
  parameter_wrong: ({ name, expects }: { name: string; expects: string }) => `${name} must be ${expects}`,
  parameter_one_of: ({ name, values }: { name: string; values: readonly string[] }) =>
    `${name} must be ${values.join(' or ')}`,
  parameter_too_long: ({ name, most }: { name: string; most: number }) =>
    `${name} may have ${most} characters`,

  // What the log says
  answered: ({ method, path, status, ms }: { method: string; path: string; status: number; ms: number }) =>
    `${method} ${path}: ${status} after ${ms} ms`,
  logged_in: ({ name, address }: { name: string; address: string }) => `${name} logged in from ${address}`,
  log_in_failed: ({ address }: { address: string }) =>
    `a log-in from ${address} failed: nobody has that token`,
  listening: ({ url, paths }: { url: string; paths: readonly string[] }) =>
    `${url} answers: ${paths.join(', ')}`,
  back: ({ seconds }: { seconds: number }) =>
    `all is well again after ${plural(seconds, 'second', 'seconds')}`,
};
