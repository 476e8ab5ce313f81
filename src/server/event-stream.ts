import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { onceClosed } from './once-closed.ts';

/** Proxies and browsers give up a connection on which nothing is said for long. */
const SIGN_OF_LIFE_MS = 15_000;
const SIGN_OF_LIFE = ':\n\n';
/** Who comes again is asked again who it is. */
const LASTS_MS = 30 * 60_000;
/** Where the connection is lost, a browser comes back after so long. */
const RETRY = 'retry: 2000\n';
const HEADERS = {
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

export interface ServerEvent {
  readonly event: string;
  readonly data: unknown;
}

/** What is told as it happens (`text/event-stream`). Whoever has not taken what was said when more is to be said is let go: nothing waits in memory for them. */
export class EventStream {
  readonly #bytes = new Readable({ read: () => undefined });
  readonly #reply: FastifyReply;
  readonly #signs: NodeJS.Timeout;
  readonly #end: NodeJS.Timeout;
  #isFirst = true;

  /** Is to be the answer of the route: `return reply.send(stream.bytes)`. */
  constructor(reply: FastifyReply) {
    // It ends with its stream: a server that stops waits for nobody.
    if (reply.request.raw.httpVersionMajor === 1) void reply.header('Connection', 'close');
    this.#reply = reply.headers(HEADERS).type('text/event-stream; charset=utf-8');
    this.#signs = setInterval(() => this.#say(SIGN_OF_LIFE), SIGN_OF_LIFE_MS).unref();
    this.#end = setTimeout(() => this.end(), LASTS_MS).unref();
    onceClosed(reply, () => {
      clearInterval(this.#signs);
      clearTimeout(this.#end);
      this.#bytes.destroy();
    });
  }

  get bytes(): Readable {
    return this.#bytes;
  }

  /** `data` is written as JSON. */
  send(...events: readonly ServerEvent[]): void {
    const texts = events.map(({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    this.#say(texts.join(''));
  }

  /** What was sent still arrives. */
  end(): void {
    if (!this.#bytes.destroyed) this.#bytes.push(null);
  }

  #say(text: string): void {
    if (this.#bytes.destroyed || this.#bytes.readableEnded) return;
    if (this.#bytes.readableLength > 0 || this.#reply.raw.writableNeedDrain) {
      this.#reply.raw.destroy();
      return;
    }
    this.#bytes.push(this.#isFirst ? RETRY + text : text);
    this.#isFirst = false;
  }
}
