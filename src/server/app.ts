import type { Server } from 'node:http';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyHttpOptions, type FastifyReply, type FastifyRequest } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { asSyncError, BugError } from '../platform/errors.ts';
import type { Language } from '../platform/language.ts';
import { type Log, logError } from '../platform/log.ts';
import { type Access, admit, type Who } from './admission.ts';
import type { Answer, Answers } from './answer.ts';
import { documented } from './documented.ts';
import { bothProtocols, endSilent } from './both-protocols.ts';
import type { Health } from './health.ts';
import type { Routes } from './listener.ts';
import { readParameters } from './parameters.ts';
import { phrase } from './phrase.ts';
import { addLogIn } from './log-in/routes.ts';
import { Sessions } from './log-in/sessions.ts';
import { refusalOf } from './problems.ts';
import { languageAsked } from './reader.ts';
import type { Client, Tokens } from './tokens.ts';
import { dropWhatIsUnread, sayUnread } from './unread.ts';

/** A body of 50 MB comes over a line of 1 Mbit/s, and one that says nothing for long has gone. */
const LIMITS = { requestTimeout: 600_000, connectionTimeout: 30_000, bodyLimit: 64 * 1024 };
const HEAD_LIMITS = { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, maxHeaderSize: 16_384 };
const MOST_CONNECTIONS = 1_000;
const OF_EVERY_ANSWER = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

declare module 'fastify' {
  interface FastifyRequest {
    client: Client;
    /** In the language that the client asks for. */
    answers: Answers;
  }
  interface FastifyContextConfig {
    /** The owner, where nothing is said. */
    who?: Who;
  }
}

export interface AppOptions {
  answers: Readonly<Record<Language, Answers>>;
  log: Log;
  /** Undefined: only this machine can ask. */
  tokens: Tokens | undefined;
  /** Of each answer; `route` is its pattern. */
  /** Also HTTP/2 in clear text, for a proxy that asks so. */
  speaksHttp2?: boolean;
  onAnswered?(answered: { method: string; route: string; status: number; ms: number }): void;
}

export type App = Awaited<ReturnType<typeof createApp>>;

/** A server of what rooms add to it: who may ask, what is too much, and problems in the reader's words are the same for all. */
export async function createApp(options: AppOptions) {
  const { answers, log, tokens, speaksHttp2 = false, onAnswered } = options;
  const access: Access | undefined = tokens && { tokens, sessions: new Sessions(tokens) };
  const inLanguageOf = ({ headers }: FastifyRequest): Answers =>
    answers[languageAsked(headers['accept-language'])];
  const tell = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { status, phrase: why, headers, members, cause } = refusalOf(error);
    if (cause !== undefined && status >= 500) logError(log, asSyncError(cause), levelOf(cause));
    return send(reply.headers(headers), inLanguageOf(request).problem(status, why, members));
  };
  const ofItsOwn: Pick<FastifyHttpOptions<Server>, 'serverFactory'> = speaksHttp2
    ? { serverFactory: (handler) => bothProtocols(handler, HEAD_LIMITS, LIMITS) }
    : {};
  const app = Fastify({
    ...LIMITS,
    http: HEAD_LIMITS,
    ...ofItsOwn,
    logger: false,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestIdHeader: false,
    clientErrorHandler: (error, socket) => sayUnread(error, socket, answers[languageAsked(undefined)]),
    frameworkErrors: (error, request, reply) => void tell(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();
  app.server.maxConnections = MOST_CONNECTIONS;
  // Whoever asks first whether to send a body is told once it is wanted.
  app.server.on('checkContinue', (request, response) => app.server.emit('request', request, response));
  app.setValidatorCompiler(readParameters);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(tell);
  app.setNotFoundHandler((request, reply) =>
    send(reply, request.answers.problem(404, phrase('no_route', { path: pathOf(request) }))),
  );
  await app.register(multipart, { throwFileSizeLimit: false });
  await documented(app);

  app.decorateRequest('client', null as unknown as Client);
  app.decorateRequest('answers', null as unknown as Answers);
  app.addHook('onRequest', async (request, reply) => {
    request.answers = inLanguageOf(request);
    void reply.headers(OF_EVERY_ANSWER);
    endSilent(request.raw, LIMITS.connectionTimeout);
    request.client = admit(request, access, request.routeOptions.config.who);
  });
  let isClosing = false;
  app.addHook('preClose', async () => void (isClosing = true));
  // Whoever would keep the connection would be waited for.
  app.addHook('onSend', async (request, reply) => {
    if (isClosing && request.raw.httpVersionMajor === 1) void reply.header('Connection', 'close');
  });
  app.addHook('onResponse', async (request, { statusCode: status, elapsedTime: ms }) => {
    const { method, routeOptions } = request;
    onAnswered?.({ method, route: routeOptions.url ?? 'none', status, ms });
    log.debug({ phrase: phrase('answered', { method, path: pathOf(request), status, ms: Math.round(ms) }) });
  });
  dropWhatIsUnread(app);
  if (access !== undefined) await addLogIn(app, access.tokens, access.sessions, log);
  return app;
}

/** How the process is, for whoever watches over it, and what can be asked of it. */
export function addSystemRoutes(app: App, health: Health, metrics: Routes): void {
  const open = { config: { who: 'anybody' as const } };
  for (const path of ['/healthz', '/readyz']) {
    app.get(path, open, async ({ answers }, reply) => {
      const answer = await health.routes(answers)[path]?.();
      return answer === undefined ? reply.callNotFound() : send(reply, answer);
    });
  }
  for (const [path, route] of Object.entries(metrics)) {
    app.get(path, async (_request, reply) => send(reply, await route()));
  }
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

function send(reply: FastifyReply, { status, type, body, headers = {} }: Answer): FastifyReply {
  return reply.code(status).type(type).headers(headers).send(body);
}

/** Without what is asked: somebody may have put a token there. */
function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? '';
}

/** What is away is no news with each request. */
function levelOf(cause: unknown): 'warn' | 'error' {
  return asSyncError(cause) instanceof BugError ? 'error' : 'warn';
}
