import { connect, createServer, type Socket } from 'node:net';
import { closeServer, listen } from './tcp.ts';

/** A TCP proxy between the job and the API, the database or the receiver, which does what networks do. */
export interface Proxy {
  port: number;
  /**
   * - `pass`: as if it were not there
   * - `refuse`: new connections end at once, those that are open as well
   * - `hang`: accepts, and says nothing any more in either direction; nobody is told
   * - `trickle`: one byte every 50 ms towards the job
   */
  mode: 'pass' | 'refuse' | 'hang' | 'trickle';
  /** Sees what the job sends, before it is passed on; may change the mode, cut, or kill the job. */
  watch: ((sent: Buffer) => void) | undefined;
  /** Ends every open connection with a reset. */
  cut(): void;
  /** After so many more bytes towards the job, every connection is cut. */
  cutAfterBytes: number;
  connections(): number;
  /** How many connections came while it refused. */
  refused: number;
  close(): Promise<void>;
}

const TRICKLE_MS = 50;

export async function startProxy(target: { host: string; port: number }): Promise<Proxy> {
  const pairs = new Set<{ job: Socket; far: Socket }>();
  const server = createServer((job) => {
    if (proxy.mode === 'refuse') {
      proxy.refused += 1;
      job.resetAndDestroy();
      return;
    }
    const far = connect(target);
    const pair = { job, far };
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      job.destroy();
      far.destroy();
    };
    for (const socket of [job, far]) {
      socket.on('error', end);
      socket.on('close', end);
    }
    job.on('data', (sent) => {
      proxy.watch?.(sent);
      if (proxy.mode !== 'hang' && !far.destroyed) far.write(sent);
    });
    far.on('data', (answered) => {
      if (proxy.mode === 'hang' || job.destroyed) return;
      if (proxy.mode === 'trickle') trickle(job, far, answered);
      else pass(job, answered);
    });
  });

  const pass = (job: Socket, answered: Buffer): void => {
    if (answered.length <= proxy.cutAfterBytes) {
      proxy.cutAfterBytes -= answered.length;
      job.write(answered);
      return;
    }
    job.write(answered.subarray(0, proxy.cutAfterBytes), () => proxy.cut());
    proxy.cutAfterBytes = Infinity;
  };

  const trickle = (job: Socket, far: Socket, answered: Buffer): void => {
    far.pause();
    let sent = 0;
    const timer = setInterval(() => {
      if (sent < answered.length && !job.destroyed) {
        job.write(answered.subarray(sent, sent + 1));
        sent += 1;
        return;
      }
      clearInterval(timer);
      far.resume();
    }, TRICKLE_MS);
  };

  const proxy: Proxy = {
    port: 0,
    refused: 0,
    mode: 'pass',
    watch: undefined,
    cutAfterBytes: Infinity,
    cut() {
      for (const { job, far } of pairs) {
        job.resetAndDestroy();
        far.destroy();
      }
    },
    connections: () => pairs.size,
    async close() {
      proxy.cut();
      await closeServer(server);
    },
  };
  proxy.port = await listen(server);
  return proxy;
}
