import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { createServer, type Server as TlsServer } from 'node:tls';
import { type Answer, json, parseObject, readBody, send, serve } from '../../dev/simulate/server.ts';
import { certificate } from './certificate.ts';
import { ACCESS_TOKEN, type MetadataServer, startMetadataServer } from './metadata-server.ts';

/** What stands for Google Cloud around a Cloud SQL instance: its metadata server, the SQL Admin API and the instance's TLS. */
export interface CloudSql {
  /** The job's environment for it. */
  env: Record<string, string>;
  /** Where the instance listens, on port 3307. */
  address: string;
  /** The database behind it; a test may put something else there. */
  database: { host: string; port: number };
  metadata: MetadataServer;
  /** The SQL Admin API: what it was asked, and what it says, which a test may change. */
  admin: Admin;
  /** How many connections the instance took. */
  connections(): number;
  /** Breaks every connection to the instance. */
  cut(): void;
  /** Takes connections from now on, and says nothing. */
  hang(): void;
  close(): Promise<void>;
}

interface Admin {
  port: number;
  /** "connectSettings" or "generateEphemeralCert", with what came along. */
  asked: { call: string; authorization: string | undefined; body: Record<string, unknown> }[];
  /** Answers instead; one that never settles is an API that hangs. */
  answer: ((call: string) => Answer | undefined | Promise<Answer>) | undefined;
  /** Over what is said of the instance. */
  settings: Record<string, unknown>;
  /** How long the job's certificate is good. */
  certificateEndsInMs: number;
  /** The job's certificate is signed by somebody whom the instance does not know. */
  signsWrongly: boolean;
}

const PORT = 3307;
const PROJECT = 'shop';
const INSTANCE = 'main';
const REGION = 'southamerica-east1';
const HOUR_MS = 3_600_000;

/** Stands before the database at `host:port`, as INSTANCE_DB=shop:southamerica-east1:main. */
export async function startCloudSql(
  database: { host: string; port: number },
  /** Whom the instance's certificate names. */
  name = `${PROJECT}:${INSTANCE}`,
): Promise<CloudSql> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ownCertificate = certificate(name, publicKey, name, privateKey);
  const sockets = new Set<Socket>();
  let connections = 0;
  let hangs = false;

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
      sockets.add(client.on('error', () => undefined));
      if (hangs) return;
      const server = connect(cloudSql.database);
      sockets.add(server.on('error', () => undefined));
      client.pipe(server).pipe(client);
    },
  );
  const address = await listen(instance);

  const admin: Admin = {
    port: 0,
    asked: [],
    answer: undefined,
    settings: {
      region: REGION,
      serverCaCert: { cert: ownCertificate, expirationTime: new Date(Date.now() + HOUR_MS).toISOString() },
      ipAddresses: [{ type: 'PRIMARY', ipAddress: address }],
      databaseVersion: 'MYSQL_8_4',
    },
    certificateEndsInMs: HOUR_MS,
    signsWrongly: false,
  };
  const answerOf = (call: string, { public_key: key }: Record<string, unknown>): Answer => {
    if (call === 'connectSettings') return json(200, admin.settings);
    const signer = admin.signsWrongly
      ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
      : privateKey;
    const cert = certificate('job', createPublicKey(String(key)), name, signer, admin.certificateEndsInMs);
    return json(200, { ephemeralCert: { cert } });
  };
  const adminServer = await serve(async (req, res) => {
    const body = parseObject(await readBody(req)) ?? {};
    const { authorization } = req.headers;
    const [, project, instance, call = ''] =
      /\/projects\/([^/]+)\/instances\/([^/:]+)[/:](connectSettings|generateEphemeralCert)/.exec(
        req.url ?? '',
      ) ?? [];
    admin.asked.push({ call, authorization, body });
    const unknown = project !== PROJECT || instance !== INSTANCE;
    if (authorization !== `Bearer ${ACCESS_TOKEN}`) send(res, json(401, {}));
    else send(res, (await admin.answer?.(call)) ?? (unknown ? NO_INSTANCE : answerOf(call, body)));
  }, 0);
  admin.port = adminServer.port;
  const metadata = await startMetadataServer();

  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const cloudSql: CloudSql = {
    database,
    env: {
      INSTANCE_DB: `${PROJECT}:${REGION}:${INSTANCE}`,
      SQL_ADMIN_ENDPOINT: adminServer.url,
      GCE_METADATA_HOST: metadata.host,
    },
    address,
    metadata,
    admin,
    connections: () => connections,
    cut,
    hang() {
      hangs = true;
    },
    async close() {
      cut();
      await Promise.all([adminServer.close(), metadata.close(), new Promise((done) => instance.close(done))]);
    },
  };
  return cloudSql;
}

const NO_INSTANCE = json(404, { error: { code: 404, message: 'The Cloud SQL instance does not exist.' } });

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
