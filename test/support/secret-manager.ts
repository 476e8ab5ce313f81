import { generateKeyPairSync } from 'node:crypto';
import { protos } from '@google-cloud/secret-manager';
import {
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
} from '@grpc/grpc-js';
import { crc32c } from '../../src/platform/secrets/crc32c.ts';
import { certificate } from './certificate.ts';

const api = protos.google.cloud.secretmanager.v1;

/** A payload, or how the call fails. */
export type SecretAnswer =
  string | Buffer | { payload: Buffer; crc32c: string | undefined } | { code: status; details: string };

interface StoredVersion {
  number: number;
  data: Buffer;
  createdMs: number;
  state: 'ENABLED' | 'DISABLED' | 'DESTROYED';
}

type Call = 'access' | 'get' | 'list' | 'add' | 'disable';

/** Looks at a call before it is answered: returns how it fails, or nothing. */
type Watch = (call: Call, name: string) => Failure | undefined | void | Promise<Failure | undefined | void>;
interface Failure {
  code: status;
  details: string;
}

/** Google's Secret Manager as far as the job asks it, over gRPC on loopback. */
export interface SecretManager {
  /** As SECRET_MANAGER_ENDPOINT wants it. */
  endpoint: string;
  /** The name of every version that was to be read, in order. */
  asked: string[];
  /** Its own certificate in PEM, for NODE_EXTRA_CA_CERTS; empty in plain text. */
  certificate: string;
  /** The `authorization` of every call, which travels only under TLS. */
  authorizations: string[];
  /** Every call, in order: "add projects/shop/secrets/bitcram-token". */
  calls: string[];
  /** The answers to come to whoever reads a version, whatever is stored; the last one stays. */
  answer(...answers: SecretAnswer[]): void;
  /** Adds a version to a secret of the project `shop`, which there is from then on. */
  put(secretId: string, data: string, ageDays?: number): StoredVersion;
  versions(secretId: string): StoredVersion[];
  watch: Watch | undefined;
  close(): void;
}

export { status };

const DAY_MS = 86_400_000;

/** The calls of the protos that the package ships. */
const SERVICE: ServiceDefinition = {
  access: method('AccessSecretVersion', api.AccessSecretVersionRequest, api.AccessSecretVersionResponse),
  get: method('GetSecretVersion', api.GetSecretVersionRequest, api.SecretVersion),
  list: method('ListSecretVersions', api.ListSecretVersionsRequest, api.ListSecretVersionsResponse),
  add: method('AddSecretVersion', api.AddSecretVersionRequest, api.SecretVersion),
  disable: method('DisableSecretVersion', api.DisableSecretVersionRequest, api.SecretVersion),
};

interface Message {
  // The protos' own classes share no type that has both.
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
}

function method(name: string, request: unknown, response: unknown): ServiceDefinition[string] {
  const [asked, answered] = [request as Message, response as Message];
  return {
    path: `/google.cloud.secretmanager.v1.SecretManagerService/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: (message: object) => Buffer.from(asked.encode(message).finish()),
    requestDeserialize: (bytes: Buffer) => asked.decode(bytes),
    responseSerialize: (message: object) => Buffer.from(answered.encode(message).finish()),
    responseDeserialize: (bytes: Buffer) => answered.decode(bytes),
  };
}

interface Request {
  name?: string;
  parent?: string;
  payload?: { data: Uint8Array; dataCrc32c?: unknown };
}

/** In plain text unless told otherwise. Under TLS the client needs credentials. */
export async function startSecretManager({ tls = false } = {}): Promise<SecretManager> {
  const secrets = new Map<string, StoredVersion[]>();
  let answers: SecretAnswer[] = [];

  const manager: SecretManager = {
    endpoint: '',
    certificate: '',
    authorizations: [],
    asked: [],
    calls: [],
    answer(...next) {
      answers = next;
    },
    put: (secretId, data, ageDays = 0) =>
      add(`projects/shop/secrets/${secretId}`, Buffer.from(data), ageDays),
    versions: (secretId) => secrets.get(`projects/shop/secrets/${secretId}`) ?? [],
    watch: undefined,
    close: () => server.forceShutdown(),
  };

  function add(secret: string, data: Buffer, ageDays: number): StoredVersion {
    const versions = secrets.get(secret) ?? [];
    secrets.set(secret, versions);
    const createdMs = Date.now() - ageDays * DAY_MS;
    const version: StoredVersion = { number: versions.length + 1, data, createdMs, state: 'ENABLED' };
    versions.push(version);
    return version;
  }

  function find(name: string): StoredVersion {
    const [secret = '', version] = name.split('/versions/');
    const versions = secrets.get(secret) ?? [];
    const found = version === 'latest' ? versions.at(-1) : versions[Number(version) - 1];
    if (found === undefined)
      throw failure(status.NOT_FOUND, `Secret [${secret}] not found or has no versions.`);
    return found;
  }

  const described = (secret: string, { number, createdMs, state }: StoredVersion): object => ({
    name: `${secret}/versions/${number}`,
    createTime: { seconds: Math.floor(createdMs / 1000), nanos: (createdMs % 1000) * 1e6 },
    state: api.SecretVersion.State[state],
  });

  const ANSWERS: Record<Call, (name: string, request: Request) => object> = {
    access(name) {
      manager.asked.push(name);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer !== undefined) {
        if (typeof answer === 'object' && 'code' in answer) throw failure(answer.code, answer.details);
        return { name: name.replace(/latest$/, '3'), payload: payloadOf(answer) };
      }
      const found = find(name);
      if (found.state !== 'ENABLED') {
        throw failure(status.FAILED_PRECONDITION, `Secret Version [${name}] is in ${found.state} state.`);
      }
      return { name: name.replace(/latest$/, String(found.number)), payload: payloadOf(found.data) };
    },
    get: (name) => described(name.split('/versions/')[0] ?? '', find(name)),
    list(secret) {
      const versions = secrets.get(secret);
      if (versions === undefined) throw failure(status.NOT_FOUND, `Secret [${secret}] not found.`);
      return { versions: versions.toReversed().map((version) => described(secret, version)) };
    },
    add(secret, { payload }) {
      if (!secrets.has(secret)) throw failure(status.NOT_FOUND, `Secret [${secret}] not found.`);
      const data = Buffer.from(payload?.data ?? []);
      if (Number(payload?.dataCrc32c) !== crc32c(data)) {
        throw failure(status.INVALID_ARGUMENT, 'The checksum does not match the data.');
      }
      return described(secret, add(secret, data, 0));
    },
    disable(name) {
      const found = find(name);
      found.state = 'DISABLED';
      return described(name.split('/versions/')[0] ?? '', found);
    },
  };

  const handle =
    (call: Call): handleUnaryCall<Request, object> =>
    ({ request, metadata }, done) => {
      const name = request.name || (request.parent ?? '');
      manager.calls.push(`${call} ${name}`);
      manager.authorizations.push(...metadata.get('authorization').map(String));
      const answer = async (): Promise<void> => {
        try {
          const refused = await manager.watch?.(call, name);
          if (refused) throw failure(refused.code, refused.details);
          done(null, ANSWERS[call](name, request));
        } catch (error) {
          done({ ...(error as Failure), metadata: new Metadata() });
        }
      };
      void answer();
    };

  const server = new Server();
  const calls = Object.keys(SERVICE) as Call[];
  server.addService(SERVICE, Object.fromEntries(calls.map((call) => [call, handle(call)])));
  let credentials = ServerCredentials.createInsecure();
  if (tls) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    manager.certificate = certificate('localhost', publicKey, 'localhost', privateKey);
    const pair = {
      private_key: Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      cert_chain: Buffer.from(manager.certificate),
    };
    credentials = ServerCredentials.createSsl(null, [pair]);
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  manager.endpoint = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  return manager;
}

function payloadOf(answer: Exclude<SecretAnswer, { code: status }>) {
  if (typeof answer === 'object' && 'payload' in answer) {
    return { data: answer.payload, ...(answer.crc32c === undefined ? {} : { dataCrc32c: answer.crc32c }) };
  }
  const data = Buffer.from(answer);
  return { data, dataCrc32c: String(crc32c(data)) };
}

/** As gRPC's server takes one. */
function failure(code: status, details: string): Error & Failure {
  return Object.assign(new Error(details), { code, details });
}
