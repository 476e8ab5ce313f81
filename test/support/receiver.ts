import { afterAll, beforeEach } from 'vitest';
import { readBody, send, serve, type Server } from '../../dev/simulate/server.ts';

interface Alert {
  authorization: string | undefined;
  contentType: string | undefined;
  text: string;
  body: Record<string, unknown>;
}

/** What ALERT_URL names: it keeps what it was told, and answers as the test wants. */
export interface AlertReceiver {
  url: string;
  alerts: Alert[];
  /** 0: never. */
  status: number;
  close(): Promise<void>;
}

export async function openReceiver(): Promise<AlertReceiver> {
  const alerts: Alert[] = [];
  const server: Server = await serve(async (req, res) => {
    const text = await readBody(req);
    const { authorization, 'content-type': contentType } = req.headers;
    alerts.push({ authorization, contentType, text, body: JSON.parse(text) as Record<string, unknown> });
    if (receiver.status > 0) send(res, { status: receiver.status, headers: { location: '/elsewhere' } });
  }, 0);
  const receiver = {
    url: `${server.url}/hooks/T0001/s3cr3t-path-of-the-hook`,
    alerts,
    status: 200,
    close: () => server.close(),
  };
  return receiver;
}

/** One for all tests of a file, which forgets before each of them. */
export async function sharedReceiver(): Promise<AlertReceiver> {
  const receiver = await openReceiver();
  beforeEach(() => {
    receiver.alerts.length = 0;
    receiver.status = 200;
  });
  afterAll(() => receiver.close());
  return receiver;
}
