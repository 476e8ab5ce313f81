import type { Config } from './config.ts';
import { createHttp, type Http } from './platform/http.ts';
import { orAborted } from './platform/lifecycle.ts';
import { type Log, logError } from './platform/log.ts';
import type { Publications } from './publications/publications.ts';
import { createBitcramClient, type BitcramClient, type TokenKeeper } from './sources/bitcram/client.ts';
import { isAccepted, logIn } from './sources/bitcram/log-in.ts';
import { type Renewal, renewRefused, type RenewalParts } from './sources/bitcram/renewal.ts';
import { givenToken, secretToken } from './sources/bitcram/token.ts';
import type { Secrets } from './secrets.ts';
import type { Source } from './sources/source.ts';
import { findRoute } from './store/cloud-sql.ts';
import { openSession, type Session } from './store/session.ts';

/** Where the parts are put together. What is acquired is released when its scope ends, last first. */

export async function connect(
  given: Config['database'],
  secrets: Secrets,
  stop: AbortSignal,
  log: Log,
  scope: AsyncDisposableStack,
): Promise<Session> {
  const { passwordSecret: place } = given;
  const config = place === undefined ? given : { ...given, password: await secrets.text(place) };
  const route = await findRoute(config, stop);
  scope.defer(() => route.close());
  const session = await openSession(route, config, stop, log);
  scope.defer(() => session.close());
  return session;
}

export function openBitcram(
  config: Config['source'],
  secrets: Secrets,
  signal: AbortSignal,
  log: Log,
  scope: AsyncDisposableStack,
): { client: BitcramClient; token: TokenKeeper } {
  const http = openHttp(config, signal, log, scope);
  const token = tokenKeeper(config, http, secrets, signal, log);
  return { client: createBitcramClient(http, token), token };
}

export function openHttp(
  config: Config['source'],
  signal: AbortSignal,
  log: Log,
  scope: AsyncDisposableStack,
): Http {
  const http = createHttp({
    service: 'Bitcram',
    baseUrl: config.baseUrl,
    timeoutMs: config.timeoutMs,
    attempts: config.attempts,
    maxResponseBytes: config.maxResponseBytes,
    maxSockets: config.fetchConcurrency,
    signal,
    log,
  });
  scope.defer(() => http.close());
  return http;
}

function tokenKeeper(
  { token, renewal }: Config['source'],
  http: Http,
  secrets: Secrets,
  signal: AbortSignal,
  log: Log,
): TokenKeeper {
  if (token.kind === 'given') return givenToken(token.value);
  return secretToken({
    first: () => orAborted(secrets.text(token), signal),
    latest: () => orAborted(secrets.manager(token).read(token.secretId), signal),
    logIn:
      renewal &&
      (async (refused) => {
        const renewed = await renewRefused(renewalParts(renewal, http, secrets), refused);
        signal.throwIfAborted();
        return useRenewal(renewed, refused, log);
      }),
  });
}

/** The token to go on with: also where the renewal could only not tidy up after itself. */
function useRenewal({ action, token, version, failure }: Renewal, refused: string, log: Log): string {
  if (failure !== null && token === undefined) throw failure;
  if (failure !== null) logError(log, failure, 'warn');
  if (token !== undefined) log.info({ event: 'token.renewed', action, version }, 'the token was renewed');
  return token ?? refused;
}

export function renewalParts(config: Config['renewal'], http: Http, secrets: Secrets): RenewalParts {
  const { secret, username, password } = config;
  return {
    secrets: secrets.manager(secret),
    secretId: secret.secretId,
    logIn: async () => logIn(http, username, await secrets.text(password)),
    isAccepted: (token) => isAccepted(http, token),
    now: Date.now,
  };
}

export async function openSource(client: BitcramClient, config: Config['source']): Promise<Source> {
  const { createBitcramSource } = await import('./sources/bitcram/bitcram.ts');
  return createBitcramSource(client, config);
}

/** Undefined where nothing is to be notified. The sender is loaded with the first webhook: most runs have none. */
export function openPublications(
  config: Config['publications'],
  secrets: Secrets,
  signal: AbortSignal,
  scope: AsyncDisposableStack,
): Publications | undefined {
  if (!config.notify) return undefined;
  return {
    async deliver(due, onProgress) {
      const [{ createDispatcher }, { createSender }, secret] = await Promise.all([
        import('./publications/dispatcher.ts'),
        import('./publications/sender.ts'),
        orAborted(secrets.text(config.secret), signal),
      ]);
      const sender = createSender({ ...config, secret });
      scope.defer(() => sender.close());
      return createDispatcher(sender, { ...config, signal }).deliver(due, onProgress);
    },
  };
}
