import { randomUUID } from 'node:crypto';
import { ConfigurationError, SourceError, UnavailableError } from '../../platform/errors.ts';
import type { Http, HttpAnswer } from '../../platform/http/http.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { registerSecret } from '../../platform/redact.ts';
import { printable } from '../../platform/text.ts';
import { type ApiError, apiErrorIn, type Said, saidIn } from './answer.ts';
import { phrase } from './phrase.ts';

/** One operation of the API. */
export interface Call {
  /** As the API calls it: "syp". */
  operation: string;
  query?: Readonly<Record<string, string | number>>;
  /** What is sent along; without it, it is a GET. */
  body?: unknown;
  /** In messages: "syp (page 3)". */
  name: Phrase | string;
}

export interface AirClient {
  /** Whether Air may be asked, and what it says of the day: pesos for a dollar, where it says that. */
  logIn(): Promise<{ exchangeRate: unknown }>;
  /** The JSON of an answer; undefined where it has nothing but notices. */
  ask(call: Call, signal?: AbortSignal): Promise<unknown>;
}

interface Options {
  user: string;
  password(): Promise<string>;
  /** Called once Air has said that it is asked too often; returns until when it is left alone. */
  coolDown(): Promise<string>;
}

interface LoggedIn {
  token: string;
  exchangeRate: unknown;
}

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const OK = 200;
const TOO_MANY = /too many/i;
const LOGIN = 'login';
const TOKEN = /"token"\s*:\s*"([^"]*)/g;
/** Any other error is a bad day of Air, and no reason to change a password. */
const WRONG_LOGIN = /usuario|clave|contraseña|user|passw|credencial|credential|unauthori[sz]ed|autoriza/i;
const SHOWN_CHARS = 120;

/** Logs in when it is first asked, and once more where a token is refused. */
export function createAirClient(http: Http, options: Options): AirClient {
  let loggedIn: Promise<LoggedIn> | undefined;
  /** Of one token that several requests were refused with, one new log-in. */
  const afterRefusal = async (refused: string): Promise<LoggedIn> => {
    const current = await loggedIn;
    if (current?.token === refused) loggedIn = logIn(http, options);
    return loggedIn as Promise<LoggedIn>;
  };

  const once = async (
    { operation, query, body, name }: Call,
    token: string,
    signal: AbortSignal | undefined,
  ): Promise<Answered> => {
    const answer = await http.request({
      name: `q=${operation}`,
      path: '/',
      query: { q: operation, ...query },
      headers: { authorization: `Bearer ${token}` },
      // A list that is asked for again is the same list.
      ...(body === undefined ? {} : { method: 'POST', body, idempotencyKey: randomUUID() }),
      ...(signal === undefined ? {} : { signal }),
    });
    return readAnswer(answer, name);
  };

  return {
    async logIn() {
      loggedIn ??= logIn(http, options);
      return loggedIn;
    },
    async ask(call, signal) {
      loggedIn ??= logIn(http, options);
      const { token } = await loggedIn;
      let answered = await once(call, token, signal);
      if (isRefusal(answered)) answered = await once(call, (await afterRefusal(token)).token, signal);
      if (isRefusal(answered)) throw new ConfigurationError(phrase('token_refused', { call: call.name }));
      await refuseTooMany(answered, options);
      return jsonOf(answered);
    },
  };
}

interface Answered {
  status: number;
  text: string;
  said: Said;
  error: ApiError | undefined;
  call: Phrase | string;
}

function readAnswer({ status, body, release }: HttpAnswer, call: Phrase | string): Answered {
  const text = body.toString('utf8').replace(/^\ufeff/, '');
  release();
  const said = saidIn(text);
  const error = typeof said === 'object' ? apiErrorIn(said.json) : undefined;
  return { status, text, said, error, call };
}

async function logIn(http: Http, options: Options): Promise<LoggedIn> {
  const query = { q: LOGIN, user: options.user, pass: await options.password() };
  const answered = readAnswer(await http.request({ name: `q=${LOGIN}`, path: '/', query }), LOGIN);
  // What is wrong with an answer is said with its beginning, and a token may stand in it.
  for (const [, token] of answered.text.matchAll(TOKEN)) registerSecret(token);
  await refuseTooMany(answered, options);
  if (isRefusal(answered) || WRONG_LOGIN.test(answered.error?.text ?? '')) {
    throw new ConfigurationError(phrase('login_refused'));
  }
  const json = jsonOf(answered);
  const { token, cotiza } = (json ?? {}) as Record<string, unknown>;
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw new SourceError(phrase('no_token'));
  registerSecret(token);
  return { token, exchangeRate: cotiza };
}

function isRefusal({ status, error }: Answered): boolean {
  return status === UNAUTHORIZED || error?.id === String(UNAUTHORIZED);
}

async function refuseTooMany({ status, text, error }: Answered, { coolDown }: Options): Promise<void> {
  const isForbidden = status === FORBIDDEN || error?.id === String(FORBIDDEN);
  if (!isForbidden || !TOO_MANY.test(text)) return;
  throw new UnavailableError(phrase('too_many', { until: await coolDown() }));
}

function jsonOf({ status, text, said, error, call }: Answered): unknown {
  const shown = printable(text.replace(/\s+/g, ' ').trim(), SHOWN_CHARS);
  if (status === FORBIDDEN && /^\s*</.test(text) && typeof said !== 'object') {
    throw new UnavailableError(phrase('blocked', { call, status }));
  }
  if (status === FORBIDDEN) throw new ConfigurationError(phrase('forbidden', { call, text: shown }));
  if (status >= 300 && status < 400) throw new ConfigurationError(phrase('redirected', { call, status }));
  if (status === 404) throw new ConfigurationError(phrase('unknown_path', { call }));
  if (error !== undefined) {
    throw new SourceError(
      phrase('error_inside', { call, id: printable(error.id, 20), text: printable(error.text, SHOWN_CHARS) }),
    );
  }
  if (status !== OK) throw new SourceError(phrase('unexpected_status', { call, status, text: shown }));
  if (said === 'only notices') return undefined;
  if (typeof said === 'string') throw new SourceError(phrase('no_json', { call, text: shown }));
  return said.json;
}
