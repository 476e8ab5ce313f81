import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Answers } from './answer.ts';
import { wordsFor } from './problems.ts';

/** A client that is refused while it sends reads the answer sooner if its connection is not cut at once. */
const LINGER_MS = 3_000;

const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** To whom not even a request could be read from. */
export function sayUnread(error: NodeJS.ErrnoException, socket: Socket, answers: Answers): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = STATUSES[error.code ?? ''] ?? 400;
  const { type, body } = answers.problem(status, wordsFor(status));
  const { title } = JSON.parse(body) as { title: string };
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** What is still sent after its answer is thrown away for a while; then whoever sends it is not listened to any more. */
export function dropWhatIsUnread(app: Pick<FastifyInstance, 'addHook'>): void {
  app.addHook('onResponse', async ({ raw }) => {
    if (raw.complete || raw.destroyed) return;
    raw.unpipe();
    raw.resume();
    const timer = setTimeout(() => raw.socket.destroy(), LINGER_MS).unref();
    raw.once('close', () => clearTimeout(timer));
  });
}
