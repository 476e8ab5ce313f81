import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { asSyncError, ConfigurationError } from '../platform/errors.ts';
import { type Log, logError } from '../platform/log.ts';
import type { Answer, Answers } from './answer.ts';
import type { Address } from './config.ts';
import { isLoopback, nameIn } from './loopback.ts';
import { phrase } from './phrase.ts';

/** A request has no body and a client that asks is a machine nearby: who is slower, or one of more, is none of them. */
const LIMITS = { headersTimeout: 5_000, requestTimeout: 5_000, connectionsCheckingInterval: 5_000 };
const MOST_CONNECTIONS = 100;
const MOST_HEADER_BYTES = 8_192;

export type Routes = Readonly<Record<string, () => Answer | Promise<Answer>>>;

/** Something that answers at an address until it is closed. */
interface Listener {
  /** The one that it got. */
  port: number;
  close(): Promise<void>;
}

/**
 * Answers what `routes` names, to GET and HEAD. Throws a `ConfigurationError` where it cannot listen there. Where only this machine
 * reaches it, it must also be asked for by one of this machine's names: a page of elsewhere could have its own name lead here.
 */
export async function listen(
  { host, port }: Address,
  routes: Routes,
  answers: Answers,
  log: Log,
): Promise<Listener> {
  const server = createServer({ ...LIMITS, maxHeaderSize: MOST_HEADER_BYTES }, (request, response) => {
    void answerTo(request)
      .catch((error: unknown) => {
        logError(log, asSyncError(error));
        return answers.problem(500, asSyncError(error).phrase);
      })
      .then(({ status, type, body, headers }) => {
        const ofAll = { 'Content-Type': type, 'Cache-Control': 'no-store' };
        const bytes = Buffer.from(body);
        response.writeHead(status, { ...ofAll, 'Content-Length': bytes.length, ...headers }).end(bytes);
      });
  });
  server.maxConnections = MOST_CONNECTIONS;
  await bound(server, { host, port });
  server.on('error', (error) => logError(log, asSyncError(error)));
  const { address, port: got } = server.address() as AddressInfo;
  const onlyHere = isLoopback(address);

  const answerTo = async ({ method, url = '/', headers }: IncomingMessage): Promise<Answer> => {
    if (onlyHere && !isLoopback(nameIn(headers.host))) return answers.problem(421, phrase('other_host'));
    const [path = '/'] = url.split('?');
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (route === undefined) return answers.problem(404, phrase('no_route', { path }));
    if (method === 'GET' || method === 'HEAD') return route();
    return { ...answers.problem(405, phrase('only_get')), headers: { Allow: 'GET, HEAD' } };
  };

  const url = `http://${textOf({ host: address, port: got })}`;
  log.info({ phrase: phrase('listening', { url, paths: Object.keys(routes) }) });
  return {
    port: got,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bound(server: Server, address: Address): Promise<void> {
  try {
    server.listen(address);
    await once(server, 'listening');
  } catch (error) {
    throw unboundBy(error, address);
  }
}

/** What it means that nothing can listen there. */
export function unboundBy(error: unknown, address: Address): ConfigurationError {
  const { code, message } = error as NodeJS.ErrnoException;
  const told = { address: textOf(address) };
  if (code === 'EADDRINUSE') return new ConfigurationError(phrase('address_taken', told), { cause: error });
  return new ConfigurationError(phrase('address_refused', { ...told, why: message }), { cause: error });
}

export function textOf({ host, port }: Address): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
