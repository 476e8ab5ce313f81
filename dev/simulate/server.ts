import { createServer } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as timeout } from 'node:timers/promises';

export interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** A page goes out in pieces: joining its megabytes would double what serving it costs. */
export interface PiecemealAnswer extends Omit<Answer, 'body'> {
  readonly pieces: readonly Buffer[];
}

/** Has the whole response in its hands: it may hang, trickle or cut the connection. */
type TakeOver = (req: IncomingMessage, res: ServerResponse) => void;

type Interception = Answer | TakeOver | undefined | void;

/** Looks at a request before the simulator does; returns nothing to let it be answered as usual. */
export type Intercept<Request> = (request: Request) => Interception | Promise<Interception>;

export interface Traffic {
  requests: number;
  connectionsOpened: number;
  mostAtOnce: number;
}

export interface Server {
  readonly url: string;
  readonly port: number;
  readonly traffic: Traffic;
  close(): Promise<void>;
}

/** A server on 127.0.0.1; port 0 takes any free one. Rejects when the port is taken. */
export async function serve(
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>,
  port: number,
): Promise<Server> {
  const traffic: Traffic = { requests: 0, connectionsOpened: 0, mostAtOnce: 0 };
  let atOnce = 0;

  const server = createServer((req, res) => {
    traffic.requests += 1;
    atOnce += 1;
    traffic.mostAtOnce = Math.max(traffic.mostAtOnce, atOnce);
    res.once('close', () => (atOnce -= 1));
    handle(req, res).catch((error: unknown) => confess(res, error));
  });
  server.on('connection', () => (traffic.connectionsOpened += 1));
  // Node's default of 5 s would close connections under a job that is busy with its database.
  server.keepAliveTimeout = 60_000;

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    traffic,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function json(status: number, content: unknown): Answer {
  return { status, body: JSON.stringify(content) };
}

/** Returns the bytes of the body. */
export function send(res: ServerResponse, answer: Answer | PiecemealAnswer): number {
  const pieces = 'pieces' in answer ? answer.pieces : [Buffer.from(answer.body ?? '')];
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  res.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': length,
    ...answer.headers,
  });
  for (const piece of pieces) res.write(piece);
  res.end();
  return length;
}

export async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Parses what a client sent, `undefined` when it is no JSON object. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return isRecord(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(content: unknown): content is Record<string, unknown> {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}

export async function pause(ms: number): Promise<void> {
  // Without a reference, a pause still under way when the simulator closes keeps no process alive.
  if (ms > 0) await timeout(ms, undefined, { ref: false });
}

/** A mistake in a test's interception must be seen by that test, and must not end the process. */
function confess(res: ServerResponse, error: unknown): void {
  if (res.headersSent || res.destroyed) res.destroy();
  else send(res, json(500, { error: `The simulator failed: ${String(error)}` }));
}
