import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A publications service that accepts whatever comes and does as little as it can: it must be faster than what is measured. */
export interface Receiver {
  url: string;
  /** Before each answer. */
  latencyMs: number;
  /** Webhooks, how many came a second time under their key, and how many were under way at once, since it was last asked. */
  read(): { webhooks: number; repeatedWebhooks: number; mostWebhooksAtOnce: number };
}

const PATH = '/webhooks/publications';
const ACCEPTED = '{"status":"accepted"}';

export async function startReceiver(): Promise<Receiver> {
  const keys = new Set<string>();
  let webhooks = 0;
  let withoutKey = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const server = createServer((request, response) => {
    if (request.url !== PATH) {
      response.writeHead(404).end();
      return;
    }
    const key = request.headers['idempotency-key'];
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    const accept = (): void => {
      atOnce -= 1;
      webhooks += 1;
      if (typeof key === 'string') keys.add(key);
      else withoutKey += 1;
      response.writeHead(202, { 'content-type': 'application/json' }).end(ACCEPTED);
    };
    request.resume();
    if (receiver.latencyMs === 0) request.on('end', accept);
    else setTimeout(accept, receiver.latencyMs);
  });
  server.keepAliveTimeout = 60_000;
  const receiver: Receiver = {
    url: '',
    latencyMs: 0,
    read() {
      const repeatedWebhooks = webhooks - withoutKey - keys.size;
      const seen = { webhooks, repeatedWebhooks, mostWebhooksAtOnce: mostAtOnce };
      keys.clear();
      webhooks = 0;
      withoutKey = 0;
      mostAtOnce = 0;
      return seen;
    },
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`;
  return receiver;
}
