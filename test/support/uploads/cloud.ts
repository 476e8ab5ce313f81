import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { buildApp } from 'fauxqs';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { closeServer, listen } from '../tcp.ts';

/** What a request meets in place of its answer: an error of the service, silence, or a connection that is lost after it was done. */
export type Fault = { status: number; code: string; message?: string } | 'silence' | 'lost';

interface Asked {
  /** "PUT /bucket/key", "ReceiveMessage". */
  what: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
}

/** S3 and SQS on loopback: fauxqs, and before it what it cannot do: say what is half stored, and fail. */
export interface Cloud {
  url: string;
  /** All that was asked since the test began. */
  asked: Asked[];
  /** Decides what a request meets. */
  fault: (asked: Asked) => Fault | undefined;
  /** How many keys a list has at most; undefined: as many as the service says. */
  pageSize: number | undefined;
  /** Keys that are neither whole nor given up. */
  unfinished(): string[];
  env: Record<string, string>;
}

interface Unfinished {
  bucket: string;
  key: string;
  at: Date;
}

const PAGE = 2;
export const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDFORTESTS', AWS_SECRET_ACCESS_KEY: 'the-secret-of-the-tests' };

/** One for all tests of a file, which forgets its faults before each of them. */
export function sharedCloud(): Cloud {
  const app = buildApp({ logger: false });
  const begun = new Map<string, Unfinished>();
  const cloud: Cloud = {
    url: '',
    asked: [],
    fault: () => undefined,
    pageSize: undefined,
    unfinished: () => [...begun.values()].map(({ key }) => key),
    env: {},
  };
  let behind = '';

  const server = createServer((req, res) => {
    const asked = askedIn(req);
    cloud.asked.push(asked);
    const fault = cloud.fault(asked);
    if (fault === 'silence') return;
    if (fault !== undefined && fault !== 'lost') fail(req, res, fault);
    else if (req.method === 'GET' && asked.query.has('uploads')) list(res, asked.query, begun);
    else pass(req, res, fault);
  });

  const pass = (req: IncomingMessage, res: ServerResponse, fault: 'lost' | undefined): void => {
    const { method, headers, url: path } = req;
    const most =
      cloud.pageSize !== undefined && path?.includes('list-type=2') ? `&max-keys=${cloud.pageSize}` : '';
    const forwarded = ask(`${behind}${path}${most}`, { method, headers }, (answer) => {
      void keep(req, answer);
      if (fault === 'lost') {
        answer.resume();
        res.destroy();
        return;
      }
      res.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(res);
    });
    forwarded.on('error', () => res.destroy());
    res.on('close', () => forwarded.destroy());
    req.pipe(forwarded);
  };

  /** What the answer says of uploads in parts. */
  const keep = async (req: IncomingMessage, answer: IncomingMessage): Promise<void> => {
    const { pathname, searchParams } = new URL(req.url ?? '', behind);
    const [, bucket = '', key = ''] = /^\/([^/]+)\/(.*)$/.exec(pathname) ?? [];
    const id = searchParams.get('uploadId');
    if (req.method === 'POST' && searchParams.has('uploads')) {
      const [, made] = /<UploadId>(.+?)<\/UploadId>/.exec(await text(answer)) ?? [];
      if (made !== undefined) begun.set(made, { bucket, key, at: new Date() });
    } else if (id !== null && req.method !== 'PUT' && (answer.statusCode ?? 500) < 300) begun.delete(id);
  };

  beforeAll(async () => {
    behind = await app.listen({ host: '127.0.0.1', port: 0 });
    cloud.url = `http://127.0.0.1:${await listen(server)}`;
    cloud.env = { S3_ENDPOINT: cloud.url, ...KEYS };
  });
  beforeEach(() => {
    cloud.asked.length = 0;
    cloud.fault = () => undefined;
    cloud.pageSize = undefined;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await closeServer(server);
    await app.close();
  });
  return cloud;
}

function askedIn({ method, url = '', headers }: IncomingMessage): Asked {
  const { pathname, searchParams: query } = new URL(url, 'http://localhost');
  const [, action] = String(headers['x-amz-target'] ?? '').split('.');
  return { what: action ?? `${method} ${pathname}`, query, headers };
}

function fail(req: IncomingMessage, res: ServerResponse, fault: Exclude<Fault, string>): void {
  const { status, code, message = 'as the test wants' } = fault;
  req.resume();
  const isJson = req.headers['x-amz-target'] !== undefined;
  res.writeHead(status, { 'content-type': isJson ? 'application/x-amz-json-1.0' : 'application/xml' });
  const body = isJson
    ? JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message })
    : `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  res.end(req.method === 'HEAD' ? undefined : body);
}

/** Two a page, so that two pages are asked for. */
function list(res: ServerResponse, query: URLSearchParams, begun: ReadonlyMap<string, Unfinished>): void {
  const prefix = query.get('prefix') ?? '';
  const after = `${query.get('key-marker') ?? ''} ${query.get('upload-id-marker') ?? ''}`;
  const found = [...begun]
    .filter(([id, { key }]) => key.startsWith(prefix) && `${key} ${id}` > after)
    .sort(([one, { key: a }], [other, { key: b }]) => (`${a} ${one}` < `${b} ${other}` ? -1 : 1));
  const page = found.slice(0, PAGE);
  const [lastId = '', last] = page.at(-1) ?? [];
  const uploads = page.map(
    ([id, { key, at }]) =>
      `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${at.toISOString()}</Initiated></Upload>`,
  );
  res.writeHead(200, { 'content-type': 'application/xml' });
  res.end(
    `<ListMultipartUploadsResult><IsTruncated>${found.length > PAGE}</IsTruncated><NextKeyMarker>${last?.key ?? ''}</NextKeyMarker>` +
      `<NextUploadIdMarker>${lastId}</NextUploadIdMarker>${uploads.join('')}</ListMultipartUploadsResult>`,
  );
}
