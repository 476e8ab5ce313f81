import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { urlToHttpOptions } from 'node:url';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { AxiosAdapter, AxiosHeaders } from 'axios';

const DECODERS = new Map<string | undefined, () => NodeJS.ReadWriteStream & Readable>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/**
 * What carries axios' requests to one address. Its own adapter also looks after forms, proxies, redirects, HTTP/2 and progress,
 * of which the lists have none, and takes longer for that than a request takes. Answers with a stream, whatever the status.
 */
export function createAdapter(
  baseUrl: string,
  maxSockets: number,
): { adapter: AxiosAdapter; close: () => void } {
  const address = new URL(baseUrl);
  const server = urlToHttpOptions(address);
  const path = address.pathname.replace(/\/+$/, '');
  const isSecure = address.protocol === 'https:';
  const agent = new (isSecure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets });

  const adapter: AxiosAdapter = (config) =>
    new Promise((resolve, reject) => {
      const { url = '', method = 'get', signal } = config;
      const request = (isSecure ? requestHttps : requestHttp)({
        ...server,
        agent,
        path: path + url,
        method: method.toUpperCase(),
        headers: {
          'accept-encoding': 'gzip, deflate, br',
          ...((config.headers as AxiosHeaders).toJSON() as Record<string, string>),
        },
      });
      // The request's own option would watch over the whole of it for this one event.
      signal?.addEventListener?.('abort', () => request.destroy(new Error('aborted')), { once: true });
      request.on('error', reject);
      request.on('response', (answer) => {
        const { statusCode: status = 0, statusMessage: statusText = '', headers } = answer;
        resolve({
          status,
          statusText,
          headers: { ...headers } as AxiosHeaders,
          data: decoded(answer),
          config,
        });
      });
      request.end(config.data as string | undefined);
    });

  return { adapter, close: () => agent.destroy() };
}

/** An answer that breaks off is an error of the decoder as well. */
function decoded(answer: IncomingMessage): Readable {
  const decoder = DECODERS.get(answer.headers['content-encoding']?.toLowerCase())?.();
  return decoder === undefined ? answer : pipeline(answer, decoder, () => undefined);
}
