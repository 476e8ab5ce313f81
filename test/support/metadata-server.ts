import { send, serve } from '../../dev/simulate/server.ts';

/** Google's metadata server, which gives the service account's credentials, as far as the clients ask it. */
export interface MetadataServer {
  /** As GCE_METADATA_HOST wants it. */
  host: string;
  port: number;
  /** The paths that were asked for, in order. */
  asked: string[];
  /** Whether there is a service account; without one its token is 404. */
  hasAccount: boolean;
  close(): Promise<void>;
}

export const ACCESS_TOKEN = 'access-token-of-the-service-account';
/** What is asked for with this one scope opens a database and nothing else. */
export const LOGIN_TOKEN = 'login-token-of-the-service-account';
const LOGIN_SCOPE = 'https://www.googleapis.com/auth/sqlservice.login';

export async function startMetadataServer(): Promise<MetadataServer> {
  const asked: string[] = [];
  const server = await serve(async (req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '', 'http://metadata');
    const path = pathname.replace('/computeMetadata/v1/', '');
    asked.push(path);
    const headers = { 'metadata-flavor': 'Google', 'content-type': 'application/json' };
    const known =
      req.headers['metadata-flavor'] === 'Google' && (metadata.hasAccount || !/accounts/.test(path));
    const body = known ? answer(path, searchParams.get('scopes')) : undefined;
    send(res, body === undefined ? { status: 404, headers } : { status: 200, headers, body });
  }, 0);
  const { port, close } = server;
  const metadata: MetadataServer = { host: `127.0.0.1:${port}`, port, asked, hasAccount: true, close };
  return metadata;
}

function answer(path: string, scopes: string | null): string | undefined {
  const accessToken = scopes === LOGIN_SCOPE ? LOGIN_TOKEN : ACCESS_TOKEN;
  const token = { access_token: accessToken, expires_in: 3599, token_type: 'Bearer' };
  const known: Record<string, string> = {
    instance: '',
    'project/project-id': 'shop',
    'universe/universe-domain': 'googleapis.com',
    'instance/service-accounts/default/token': JSON.stringify(token),
  };
  return known[path];
}
