import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LANGUAGES } from '../../platform/language.ts';
import type { Log } from '../../platform/log.ts';
import { printable } from '../../platform/text.ts';
import { phrase } from '../phrase.ts';
import { languageAsked } from '../reader.ts';
import type { Tokens } from '../tokens.ts';
import { Attempts } from './attempts.ts';
import { isSecure } from './is-secure.ts';
import { nextOf } from './next.ts';
import { logInPage } from './page.ts';
import type { Sessions } from './sessions.ts';

const FORM = 'application/x-www-form-urlencoded';
const MOST_BYTES = 4096;
const SHOWN_CHARACTERS = 64;
const ANYBODY = { config: { who: 'anybody' as const }, schema: { hide: true } };

type Fields = Readonly<Record<string, unknown>>;

/** Where people log in with their token, and out again. */
export async function addLogIn(
  app: Pick<FastifyInstance, 'register'>,
  tokens: Tokens,
  sessions: Sessions,
  log: Log,
): Promise<void> {
  const attempts = new Attempts();
  await app.register((own: FastifyInstance, _options: object, done: () => void) => {
    // Of these routes alone: nothing else takes a form that any page could send.
    own.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(body as string))),
    );
    own.get('/login', ANYBODY, (request, reply) => {
      const { next } = request.query as Fields;
      const client = sessions.whoHas(request.headers.cookie, isSecure(request));
      return show(request, reply, { next: nextOf(next), name: client?.name });
    });
    own.post('/login', ANYBODY, async (request, reply) => {
      const { token, next: wanted } = (request.body ?? {}) as Fields;
      const [address, next] = [addressOf(request), nextOf(wanted)];
      const restS = attempts.restS(address);
      if (restS > 0) {
        return show(request, reply.code(429).header('Retry-After', restS), { next, problem: { restS } });
      }
      const client = tokens.whoHas(typeof token === 'string' ? token.trim() : '');
      if (client === undefined) {
        log.warn({ phrase: phrase('log_in_failed', { address }) });
        await attempts.failed(address);
        return show(request, reply.code(401), { next, problem: 'unknown' });
      }
      attempts.worked(address);
      log.info({ phrase: phrase('logged_in', { name: client.name, address }) });
      return reply.header('Set-Cookie', sessions.begin(client, isSecure(request))).redirect(next, 303);
    });
    own.get('/logout', ANYBODY, (_request, reply) => reply.redirect('/login', 303));
    own.post('/logout', ANYBODY, (request, reply) =>
      reply.header('Set-Cookie', sessions.end(isSecure(request))).redirect('/login', 303),
    );
    done();
  });
}

function show(
  { query, headers }: FastifyRequest,
  reply: FastifyReply,
  page: Omit<Parameters<typeof logInPage>[0], 'language'>,
): FastifyReply {
  const { lang } = query as Fields;
  const language = LANGUAGES.find((each) => each === lang) ?? languageAsked(headers['accept-language']);
  const { html, headers: ofPage } = logInPage({ ...page, language });
  return reply.headers(ofPage).type('text/html; charset=utf-8').send(html);
}

/** As the proxy next to this server saw it, where there is one. */
function addressOf({ headers, ip }: FastifyRequest): string {
  const forwarded =
    String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .at(-1)
      ?.trim() ?? '';
  return printable(forwarded === '' ? ip : forwarded, SHOWN_CHARACTERS);
}
