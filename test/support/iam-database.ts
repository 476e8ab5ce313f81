import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { closeServer, listen } from './tcp.ts';

/**
 * Stands before a test database and lets users in as Cloud SQL does with IAM: it asks for `mysql_clear_password`, whatever the
 * user, and refuses who sent a password before. The database behind it takes the user without one.
 */
export interface IamDatabase {
  port: number;
  /** Whether the next one is let in. */
  accepts: boolean;
  /** What came in clear text, in order. */
  heard: string[];
  close(): Promise<void>;
}

const CLEAR_TEXT = 'mysql_clear_password\0';
const AUTH_SWITCH = 0xfe;
const ERROR = 0xff;
const ACCESS_DENIED = 1045;

export async function startIamDatabase(database: { host: string; port: number }): Promise<IamDatabase> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const far = connect(database);
    for (const socket of [client, far]) sockets.add(socket.on('error', () => undefined));
    logIn(client, far, iam).catch(() => client.destroy());
  });
  const iam: IamDatabase = {
    port: 0,
    accepts: true,
    heard: [],
    async close() {
      for (const socket of sockets) socket.destroy();
      await closeServer(server);
    },
  };
  iam.port = await listen(server);
  return iam;
}

async function logIn(client: Socket, far: Socket, iam: IamDatabase): Promise<void> {
  client.write(await packetOf(far));
  const response = await packetOf(client);
  client.write(packet(2, Buffer.from([AUTH_SWITCH]), Buffer.from(CLEAR_TEXT)));
  const clear = await packetOf(client);
  iam.heard.push(clear.subarray(4).toString());
  if (!iam.accepts) {
    const code = Buffer.from([ACCESS_DENIED & 0xff, ACCESS_DENIED >> 8]);
    client.end(
      packet(4, Buffer.from([ERROR]), code, Buffer.from("#28000Access denied for user 'sync'@'job'")),
    );
    return;
  }
  // Without a password the response lets its user in as it stands.
  far.write(response);
  let answer = await packetOf(far);
  if (answer[4] === AUTH_SWITCH) {
    far.write(packet(3, Buffer.alloc(0)));
    answer = await packetOf(far);
  }
  client.write(packet(4, answer.subarray(4)));
  client.pipe(far).pipe(client);
}

/** The next whole packet, with its head of length and number. */
async function packetOf(socket: Socket): Promise<Buffer> {
  const head = await bytesOf(socket, 4);
  return Buffer.concat([head, await bytesOf(socket, head.readUIntLE(0, 3))]);
}

async function bytesOf(socket: Socket, size: number): Promise<Buffer> {
  if (size === 0) return Buffer.alloc(0);
  for (;;) {
    const bytes = socket.read(size) as Buffer | null;
    if (bytes !== null) return bytes;
    await once(socket, 'readable');
  }
}

function packet(number: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(4);
  head.writeUIntLE(content.length, 0, 3);
  head.writeUInt8(number, 3);
  return Buffer.concat([head, content]);
}
