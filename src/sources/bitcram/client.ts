import { ConfigurationError, SourceError, UnavailableError } from '../../platform/errors.ts';
import type { Http, HttpAnswer } from '../../platform/http/http.ts';
import { printable } from '../../platform/text.ts';
import { phrase } from './phrase.ts';

export type Query = Readonly<Record<string, string | number>>;

/** Gives the token. `renew` says whether there is another one than the refused by now; it says so a few times at most. */
export interface TokenProvider {
  current(): Promise<string>;
  renew(refused: string): Promise<boolean>;
}

export interface BitcramClient {
  /** The body of a 200; every other answer is an error that names the request. */
  get(path: string, query: Query, signal?: AbortSignal): Promise<HttpAnswer>;
}

/** A token that can stand in a header, as every token of Bitcram's can. */
export const SENDABLE = /^[\x21-\x7e]+$/;

export function createBitcramClient(http: Http, token: TokenProvider): BitcramClient {
  /** Undefined where the token cannot even be sent. */
  const ask = async (
    path: string,
    query: Query,
    bearer: string,
    signal?: AbortSignal,
  ): Promise<HttpAnswer | undefined> =>
    SENDABLE.test(bearer)
      ? http.request({
          path,
          query,
          headers: { authorization: `Bearer ${bearer}` },
          ...(signal === undefined ? {} : { signal }),
        })
      : undefined;
  return {
    async get(path, query, signal) {
      let bearer = await token.current();
      let answer = await ask(path, query, bearer, signal);
      while ((answer === undefined || isRefusal(answer)) && (await token.renew(bearer))) {
        bearer = await token.current();
        answer = await ask(path, query, bearer, signal);
      }
      if (answer === undefined) {
        throw new ConfigurationError(phrase('token_unsendable'));
      }
      requireOk(answer);
      return answer;
    },
  };
}

type Refused = Pick<HttpAnswer, 'status' | 'body'>;

/** The token is wrong, too old, or may not do this. */
export function isRefusal(answer: Refused): boolean {
  return answer.status === 401 || (answer.status === 403 && !isBlocked(answer));
}

/** A web page with a 403 is no answer of the API: a firewall in front of it let nothing through. */
export function isBlocked({ status, body }: Refused): boolean {
  return status === 403 && /^(?:\xef\xbb\xbf)?\s*</.test(body.toString('latin1', 0, 256));
}

/** `isShown`: whether an error may quote the answer. */
export function requireOk(
  { status, request, body }: Pick<HttpAnswer, 'status' | 'request' | 'body'>,
  isShown = true,
): void {
  if (status === 200) return;
  if (isBlocked({ status, body })) throw new UnavailableError(phrase('blocked', { status, request }));
  if (isRefusal({ status, body })) throw new ConfigurationError(phrase('token_refused', { status, request }));
  if (status >= 300 && status < 400) throw new ConfigurationError(phrase('redirected', { status, request }));
  if (status === 404) throw new ConfigurationError(phrase('unknown_path', { request }));
  const text = isShown ? beginning(body) : phrase('not_shown');
  throw new SourceError(phrase('unexpected_status', { status, request, text }));
}

/** Far more than is shown: a secret that the cut goes through is not known for one. */
const LOOKED_AT_BYTES = 64 * 1024;

/** The first words of an answer, for a message. */
export function beginning(body: Buffer): string {
  return printable(body.toString('utf8', 0, LOOKED_AT_BYTES).replace(/\s+/g, ' ').trim(), 120);
}
