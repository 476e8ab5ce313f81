import { ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

/**
 * Loaded into a job before anything else (NODE_OPTIONS=--import): writes every address that the process turns to into the file
 * CONNECTIONS_FILE, one a line, and lets it reach none but loopback, nor start another program that could.
 */
const file = process.env['CONNECTIONS_FILE'] ?? '';

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function note(line: string): void {
  appendFileSync(file, `${line}\n`);
}

function refusal(what: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${what}: only loopback can be reached here`), { code: 'ECONNREFUSED' });
}

interface Target {
  host?: string | null;
  port?: number | string;
  path?: string | null;
}

/** `connect` is called with a path, with port and host, with options, or with all of it in one array. */
function targetOf(args: readonly unknown[]): Target {
  const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as [unknown, unknown];
  if (typeof first === 'object' && first !== null) return first;
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { path: first };
  return { port: Number(first), ...(typeof second === 'string' ? { host: second } : {}) };
}

const connect = Reflect.get(Socket.prototype, 'connect') as (...args: unknown[]) => Socket;
Reflect.set(Socket.prototype, 'connect', function watched(this: Socket, ...args: unknown[]): Socket {
  const { path, host, port } = targetOf(args);
  if (path) return connect.apply(this, args);
  const address = `${host ?? 'localhost'}:${port}`;
  note(address);
  if (isLoopback(host ?? 'localhost')) return connect.apply(this, args);
  process.nextTick(() => this.destroy(refusal(`connect to ${address}`)));
  return this;
});

Reflect.set(dgram.Socket.prototype, 'send', () => {
  note('udp');
  throw refusal('send a datagram');
});

/** Another program would not be watched: none is there. */
const spawn = Reflect.get(ChildProcess.prototype, 'spawn') as (options: object) => number;
Reflect.set(
  ChildProcess.prototype,
  'spawn',
  function watched(this: ChildProcess, options: { args: readonly string[] }) {
    note(`run ${options.args.join(' ')}`);
    return spawn.call(this, { ...options, file: '/nowhere' });
  },
);

/** Literal addresses are looked up as well, without asking anybody. */
function watchNames(owner: object, name: string, isPromised: boolean): void {
  const original = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
  Reflect.set(owner, name, function watched(this: unknown, host: string, ...rest: unknown[]): unknown {
    if (isLoopback(host)) return original.call(this, host, ...rest);
    note(`${name} ${host}`);
    const error = Object.assign(refusal(`${name} ${host}`), { code: 'ENOTFOUND' });
    if (isPromised) return Promise.reject(error);
    process.nextTick(rest.at(-1) as (error: Error) => void, error);
    return undefined;
  });
}

for (const [owner, isPromised] of [
  [dns, false],
  [dns.Resolver.prototype, false],
  [dns.promises, true],
  [dns.promises.Resolver.prototype, true],
] as const) {
  for (const name of Reflect.ownKeys(owner)) {
    if (typeof name === 'string' && /^(lookup|resolve|reverse)/.test(name))
      watchNames(owner, name, isPromised);
  }
}
syncBuiltinESMExports();
