import { orAborted } from '../../platform/lifecycle.ts';
import { createHttp, type Http } from '../../platform/http/http.ts';
import { type Log, logError } from '../../platform/log.ts';
import { registerSecret } from '../../platform/redact.ts';
import type { Resources } from '../../platform/command.ts';
import type { Secrets } from '../../platform/secrets/secrets.ts';
import { isAccepted, logIn } from './auth/log-in.ts';
import { type Renewal, renewRefused, type RenewalParts } from './auth/renewal.ts';
import { asToken, givenToken, secretToken } from './auth/token.ts';
import { type BitcramClient, createBitcramClient, type TokenProvider } from './client.ts';
import type { BitcramConfig, RenewalConfig } from './config.ts';
import { phrase } from './phrase.ts';

export interface BitcramJob extends Resources {
  config: { bitcram: BitcramConfig };
}

export function openBitcram(job: BitcramJob): { client: BitcramClient; token: TokenProvider } {
  const http = openHttp(job);
  const token = tokenProvider(job, http);
  return { client: createBitcramClient(http, token), token };
}

export function openHttp({ config: { bitcram }, signal, log, scope }: BitcramJob): Http {
  const { baseUrl, timeoutMs, attempts, maxResponseBytes, fetchConcurrency: maxSockets } = bitcram;
  const http = createHttp({
    service: 'Bitcram',
    baseUrl,
    timeoutMs,
    attempts,
    maxResponseBytes,
    maxSockets,
    signal,
    log,
    hints: {
      late: phrase('raise_timeout'),
      tooLarge: phrase('raise_limit'),
    },
  });
  scope.defer(() => http.close());
  return http;
}

function tokenProvider({ config: { bitcram }, secrets, signal, log }: BitcramJob, http: Http): TokenProvider {
  const { token, renewal } = bitcram;
  if (token.kind === 'given') return givenToken(hiddenToken(token.value));
  return secretToken({
    first: async () => hiddenToken(await orAborted(secrets.text(token), signal)),
    latest: async () => hiddenToken(await orAborted(secrets.manager(token).read(token.secretId), signal)),
    logIn:
      renewal &&
      (async (refused) => {
        const renewed = await renewRefused(renewalParts(renewal, http, secrets), refused);
        signal.throwIfAborted();
        return useRenewal(renewed, refused, log);
      }),
  });
}

/** What is left of a secret must be hidden like the secret. */
function hiddenToken(text: string): string {
  const token = asToken(text);
  registerSecret(token);
  return token;
}

/** The token to go on with: also where the renewal could only not tidy up after itself. */
function useRenewal({ action, token, version, failure }: Renewal, refused: string, log: Log): string {
  if (failure !== null && token === undefined) throw failure;
  if (failure !== null) logError(log, failure, 'warn');
  if (token !== undefined)
    log.info({ event: 'token.renewed', action, version, phrase: phrase('token_renewed') });
  return token ?? refused;
}

export function renewalParts(
  { secret, username, password }: RenewalConfig,
  http: Http,
  secrets: Secrets,
): RenewalParts {
  return {
    secrets: secrets.manager(secret),
    secretId: secret.secretId,
    logIn: async () => logIn(http, username, await secrets.text(password)),
    isAccepted: (token) => isAccepted(http, token),
    now: Date.now,
  };
}
