import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import {
  createServer as createServer2,
  type Http2Server,
  type Http2ServerRequest,
  type ServerHttp2Session,
} from 'node:http2';
import type { Socket } from 'node:net';

/** Whoever begins with this speaks HTTP/2 and knows that it is understood. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const MOST_AT_ONCE = 250;
/** Whoever says nothing for so long has gone. */
const FIRST_BYTES_MS = 10_000;
const IDLE_MS = 75_000;

/**
 * A server of HTTP/1.1 that at the same port speaks HTTP/2 in clear text, as proxies do that have TLS end before it: Cloud Run hands on larger
 * bodies by HTTP/2 alone, and asks for the health by HTTP/1.1 alone.
 */
export function bothProtocols(
  handler: RequestListener,
  options: ServerOptions,
  { requestTimeout, connectionTimeout }: { requestTimeout: number; connectionTimeout: number },
): Server {
  const server = createServer({ ...options, requestTimeout }, handler);
  server.timeout = connectionTimeout;
  const sessions = new Set<ServerHttp2Session>();
  const undecided = new Set<Socket>();
  const second = secondServer(handler, server, sessions);
  const first = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    undecided.add(socket);
    socket.once('close', () => undecided.delete(socket));
    socket.on('error', () => socket.destroy());
    decide(socket, (speaksSecond) => {
      undecided.delete(socket);
      if (speaksSecond) second.emit('connection', socket);
      else for (const listener of first) listener.call(server, socket);
    });
  });
  const [close, closeAll] = [server.close.bind(server), server.closeAllConnections.bind(server)];
  server.close = (done) => {
    for (const socket of undecided) socket.destroy();
    // What is under way ends first.
    for (const session of sessions) session.close();
    return close(done);
  };
  server.closeAllConnections = () => {
    for (const session of sessions) session.destroy();
    closeAll();
  };
  return server;
}

function secondServer(
  handler: RequestListener,
  server: Server,
  sessions: Set<ServerHttp2Session>,
): Http2Server {
  const settings = { maxConcurrentStreams: MOST_AT_ONCE };
  const second = createServer2({ settings }, handler as unknown as Parameters<typeof createServer2>[1]);
  second.on('checkContinue', (request, response) => server.emit('checkContinue', request, response));
  second.on('session', (session) => {
    sessions.add(session);
    session.setTimeout(IDLE_MS, () => session.close());
    session.on('error', () => session.destroy());
    session.once('close', () => sessions.delete(session));
  });
  return second;
}

/** A request of HTTP/2 on which nothing moves for so long; of HTTP/1.1 the server looks after its connection. */
export function endSilent(request: IncomingMessage, ms: number): void {
  if (request.httpVersionMajor < 2) return;
  const { stream } = request as unknown as Http2ServerRequest;
  stream.setTimeout(ms, () => stream.close());
}

/** By its first bytes, which stay to be read. */
function decide(socket: Socket, tell: (speaksSecond: boolean) => void): void {
  let begun = Buffer.alloc(0);
  const onSilence = (): void => void socket.destroy();
  socket.setTimeout(FIRST_BYTES_MS, onSilence);
  const look = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return void socket.once('readable', look);
    begun = Buffer.concat([begun, chunk]);
    const compared = begun.subarray(0, PREFACE.length);
    const couldBe = PREFACE.subarray(0, compared.length).equals(compared);
    if (couldBe && compared.length < PREFACE.length) return void socket.once('readable', look);
    socket.setTimeout(0);
    socket.off('timeout', onSilence);
    socket.unshift(begun);
    tell(couldBe);
  };
  socket.once('readable', look);
}
