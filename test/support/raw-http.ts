import { connect, type Socket } from 'node:net';

/** What came back over a connection until it ended, or nothing more came for a while. */
export interface RawAnswer {
  text: string;
  /** Of its first line; undefined where there is none. */
  status: number | undefined;
  /** Whether the server ended it. */
  isEnded: boolean;
}

/** A connection on which a test says what no HTTP client would. */
export class RawClient {
  readonly socket: Socket;
  readonly #chunks: Buffer[] = [];
  #isEnded = false;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.socket = connect(Number(port), hostname);
    this.socket.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => (this.#isEnded = true));
    this.socket.on('end', () => (this.#isEnded = true));
  }

  send(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  get answer(): RawAnswer {
    const text = Buffer.concat(this.#chunks).toString('utf8');
    const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
    return { text, status: status === undefined ? undefined : Number(status), isEnded: this.#isEnded };
  }

  abort(): void {
    this.socket.resetAndDestroy();
  }
}

/** The head of an upload with this body's length, or chunked. */
export function headOf(
  url: string,
  path: string,
  {
    boundary = 'B',
    length,
    more = [],
  }: { boundary?: string; length?: number | undefined; more?: string[] } = {},
): string {
  return [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    `Content-Type: multipart/form-data${boundary === '' ? '' : `; boundary=${boundary}`}`,
    length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`,
    ...more,
    '\r\n',
  ].join('\r\n');
}

export function partOf(name: string, content: string, boundary = 'B'): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}`;
}

export const endOf = (boundary = 'B'): string => `\r\n--${boundary}--\r\n`;
