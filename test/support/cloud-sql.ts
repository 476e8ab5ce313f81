import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { createServer, type Server as TlsServer } from 'node:tls';
import { type Answer, json, parseObject, readBody, send, serve } from '../../dev/simulate/server.ts';
import { certificate } from './certificate.ts';

/** What stands for Google Cloud around a Cloud SQL instance: its metadata server, the SQL Admin API and the instance's TLS. */
export interface CloudSql {
  /** The job's environment for it. */
  env: Record<string, string>;
  /** How many connections the instance took. */
  connections(): number;
  /** The SQL Admin API answers this from now on. */
  refuse(answer: Answer): void;
  /** Breaks every connection to the instance. */
  cut(): void;
  close(): Promise<void>;
}

const PORT = 3307;
const PROJECT = 'shop';
const INSTANCE = 'main';
const REGION = 'southamerica-east1';
const ACCESS_TOKEN = 'access-token-of-the-service-account';

/** Stands before the database at `host:port`, as INSTANCE_DB=shop:southamerica-east1:main. */
export async function startCloudSql(database: { host: string; port: number }): Promise<CloudSql> {
  const name = `${PROJECT}:${INSTANCE}`;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ownCertificate = certificate(name, publicKey, name, privateKey);
  const sockets = new Set<Socket>();
  let connections = 0;
  let refusal: Answer | undefined;

  const instance = createServer(
    {
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      cert: ownCertificate,
      ca: ownCertificate,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
    },
    (client) => {
      connections += 1;
      const server = connect(database);
      for (const socket of [client, server]) sockets.add(socket.on('error', () => undefined));
      client.pipe(server).pipe(client);
    },
  );
  const address = await listen(instance);

  const answer = (path: string, body: string): Answer => {
    if (path.includes(`/projects/${PROJECT}/instances/${INSTANCE}/connectSettings`)) {
      const expirationTime = new Date(Date.now() + 3_600_000).toISOString();
      const serverCaCert = { cert: ownCertificate, expirationTime };
      const ipAddresses = [{ type: 'PRIMARY', ipAddress: address }];
      return json(200, { region: REGION, serverCaCert, ipAddresses, databaseVersion: 'MYSQL_8_4' });
    }
    if (path.includes(`/projects/${PROJECT}/instances/${INSTANCE}:generateEphemeralCert`)) {
      const { public_key: key } = parseObject(body) ?? {};
      const cert = certificate('job', createPublicKey(String(key)), name, privateKey);
      return json(200, { ephemeralCert: { cert } });
    }
    return json(404, { error: { code: 404, message: 'The Cloud SQL instance does not exist.' } });
  };
  const admin = await serve(async (req, res) => {
    const body = await readBody(req);
    if (req.headers.authorization !== `Bearer ${ACCESS_TOKEN}`) send(res, json(401, {}));
    else send(res, refusal ?? answer(req.url ?? '', body));
  }, 0);
  const metadata = await startMetadataServer();

  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    env: {
      INSTANCE_DB: `${PROJECT}:${REGION}:${INSTANCE}`,
      SQL_ADMIN_ENDPOINT: admin.url,
      GCE_METADATA_HOST: new URL(metadata.url).host,
    },
    connections: () => connections,
    refuse(answer) {
      refusal = answer;
    },
    cut,
    async close() {
      cut();
      await Promise.all([admin.close(), metadata.close(), new Promise((done) => instance.close(done))]);
    },
  };
}

/** The port is fixed, so that tests side by side need addresses of their own; not every system has more than one. */
async function listen(server: TlsServer): Promise<string> {
  const own = Array.from({ length: 5 }, () => `127.77.${byte()}.${byte()}`);
  for (const address of [...own, '127.0.0.1']) {
    const bound = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(PORT, address, () => resolve(true));
    });
    if (bound) return address;
  }
  throw new Error(`port ${PORT} is taken on every loopback address`);
}

function byte(): number {
  return 1 + Math.floor(Math.random() * 254);
}

function startMetadataServer() {
  const known: Record<string, string> = {
    instance: '',
    'project/project-id': PROJECT,
    'instance/service-accounts/default/token': JSON.stringify({
      access_token: ACCESS_TOKEN,
      expires_in: 3599,
      token_type: 'Bearer',
    }),
  };
  return serve(async (req, res) => {
    const path = new URL(req.url ?? '', 'http://metadata').pathname.replace('/computeMetadata/v1/', '');
    const body = known[path];
    const headers = { 'metadata-flavor': 'Google', 'content-type': 'application/json' };
    send(res, body === undefined ? { status: 404, headers } : { status: 200, headers, body });
  }, 0);
}
