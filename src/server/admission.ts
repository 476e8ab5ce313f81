import type { FastifyRequest } from 'fastify';
import { isSecure } from './log-in/is-secure.ts';
import { logInFor } from './log-in/next.ts';
import type { Sessions } from './log-in/sessions.ts';
import { isLoopback, nameIn } from './loopback.ts';
import { phrase } from './phrase.ts';
import { Refused } from './refused.ts';
import { type Client, LOCAL_OWNER, type Tokens } from './tokens.ts';

/** Whom a route is for. */
export type Who = 'anybody' | 'clients' | 'owner';

/** By what somebody is known. */
export interface Access {
  tokens: Tokens;
  sessions: Sessions;
}

const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const CHALLENGE = 'Bearer realm="bitcram-inventory-sync"';
const NOBODY: Client = { name: 'nobody', role: 'supplier', proveedores: [] };

/** Who asks, or why they may not. A route of the owner is not there for anybody else. */
export function admit(request: FastifyRequest, access: Access | undefined, who: Who = 'owner'): Client {
  // A page of elsewhere could have its own name lead to this machine.
  if (access === undefined && !isLoopback(nameIn(request.host))) {
    throw new Refused(421, phrase('other_host'));
  }
  if (!SAFE.includes(request.method) && !isOwnOrigin(request)) throw new Refused(403, phrase('other_origin'));
  if (access === undefined) return LOCAL_OWNER;
  if (who === 'anybody') return NOBODY;
  const client = clientOf(request, access);
  if (who === 'owner' && client.role !== 'owner' && !request.is404) {
    throw new Refused(404, phrase('no_route', { path: request.url.split('?')[0] ?? '' }));
  }
  return client;
}

function clientOf(request: FastifyRequest, { tokens, sessions }: Access): Client {
  const { authorization, cookie, origin, accept = '' } = request.headers;
  if (authorization !== undefined) return holderIn(authorization, tokens);
  const client = sessions.whoHas(cookie, isSecure(request));
  if (client !== undefined) {
    // A browser sends a cookie by itself, and always says for which page: who does not is none.
    if (origin === undefined && !SAFE.includes(request.method))
      throw new Refused(403, phrase('other_origin'));
    return client;
  }
  if (request.method === 'GET' && accept.includes('text/html')) {
    throw new Refused(303, phrase('log_in_first'), { headers: { Location: logInFor(request.url) } });
  }
  throw new Refused(401, phrase('token_missing'), { headers: { 'WWW-Authenticate': CHALLENGE } });
}

function holderIn(header: string, tokens: Tokens): Client {
  const [, token = ''] = /^Bearer +([\w.~+/-]+=*) *$/i.exec(header) ?? [];
  const client = tokens.whoHas(token);
  if (client !== undefined) return client;
  const challenge = `${CHALLENGE}, error="invalid_token"`;
  throw new Refused(401, phrase('token_unknown'), { headers: { 'WWW-Authenticate': challenge } });
}

/** Browsers name the page that asks; programs name none. */
function isOwnOrigin({ headers: { origin }, host }: FastifyRequest): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host.toLowerCase());
}
