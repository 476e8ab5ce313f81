import { protos } from '@google-cloud/secret-manager';
import {
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
} from '@grpc/grpc-js';
import { crc32c } from '../../src/platform/secrets.ts';

const { AccessSecretVersionRequest, AccessSecretVersionResponse } = protos.google.cloud.secretmanager.v1;
type AccessRequest = InstanceType<typeof AccessSecretVersionRequest>;
type AccessResponse = Parameters<typeof AccessSecretVersionResponse.encode>[0];

/** A payload, or how the call fails. */
export type SecretAnswer =
  string | Buffer | { payload: Buffer; crc32c: string | undefined } | { code: status; details: string };

/** Google's Secret Manager as far as the job asks it: AccessSecretVersion over gRPC in plain text on loopback. */
export interface SecretManager {
  /** As SECRET_MANAGER_ENDPOINT wants it. */
  endpoint: string;
  /** The name of every version asked for, in order. */
  asked: string[];
  /** The answers to come; the last one stays. */
  answer(...answers: SecretAnswer[]): void;
  close(): void;
}

export { status };

const SERVICE: ServiceDefinition = {
  accessSecretVersion: {
    path: '/google.cloud.secretmanager.v1.SecretManagerService/AccessSecretVersion',
    requestStream: false,
    responseStream: false,
    requestSerialize: (request: AccessRequest) =>
      Buffer.from(AccessSecretVersionRequest.encode(request).finish()),
    requestDeserialize: (bytes: Buffer) => AccessSecretVersionRequest.decode(bytes),
    responseSerialize: (response: AccessResponse) =>
      Buffer.from(AccessSecretVersionResponse.encode(response).finish()),
    responseDeserialize: (bytes: Buffer) => AccessSecretVersionResponse.decode(bytes),
  },
};

export async function startSecretManager(): Promise<SecretManager> {
  const asked: string[] = [];
  let answers: SecretAnswer[] = [];

  const accessSecretVersion: handleUnaryCall<AccessRequest, AccessResponse> = ({ request }, done) => {
    asked.push(request.name);
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? notFound(request.name);
    if (typeof answer === 'object' && 'code' in answer) done({ ...answer, metadata: new Metadata() });
    else done(null, { name: request.name.replace(/latest$/, '3'), payload: payloadOf(answer) });
  };

  const server = new Server();
  server.addService(SERVICE, { accessSecretVersion });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    answer(...next) {
      answers = next;
    },
    close: () => server.forceShutdown(),
  };
}

function payloadOf(answer: Exclude<SecretAnswer, { code: status }>) {
  if (typeof answer === 'object' && 'payload' in answer) {
    return { data: answer.payload, ...(answer.crc32c === undefined ? {} : { dataCrc32c: answer.crc32c }) };
  }
  const data = Buffer.from(answer);
  return { data, dataCrc32c: String(crc32c(data)) };
}

function notFound(name: string): SecretAnswer {
  return { code: status.NOT_FOUND, details: `Secret [${name.replace(/\/versions.*/, '')}] not found.` };
}
