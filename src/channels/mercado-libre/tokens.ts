import type { Posted } from '../../platform/http/poster.ts';
import { registerSecret } from '../../platform/redact.ts';
import { printable } from '../../platform/text.ts';
import { type ByHand, tokenByHand, type Tokens, unanswered } from '../asking.ts';
import type { Failure, KeptToken, Shared } from '../marketplace.ts';
import { receivedIn, refused, throttledFor, unreadable } from './answers.ts';
import { phrase } from './phrase.ts';
import { type RefreshTokenPlace, hashOf } from './refresh-token.ts';

/** A token given by hand, or an app that renews its own. */
export type Credentials =
  ByHand | { clientId: string; clientSecret: string; refreshToken: RefreshTokenPlace };

export interface ScopedTokens extends Tokens {
  /** What the app may do, where that is known. */
  scope(): string | undefined;
}

interface Exchanging {
  shared: Shared;
  /** Posts a form to the address that gives out tokens. */
  exchange(form: string): Promise<Posted>;
  timeoutMs: number;
}

/** One that ends this soon is not used any more. */
const SPARE_MS = 300_000;

export function tokensOf(credentials: Credentials, exchanging: Exchanging): ScopedTokens {
  if (!('token' in credentials)) return new RenewedTokens(credentials, exchanging);
  return { ...tokenByHand(credentials), scope: () => undefined };
}

interface Granted {
  access: string;
  goodForMs: number;
  scope: string | null;
  refresh: string;
}

/**
 * The access token that all processes use, and the next one where it ends: whoever needs it first asks for it while the others wait for the
 * row. A refresh token is good once, so that the next one is kept before its access token is used.
 */
class RenewedTokens implements ScopedTokens {
  readonly #app: Exclude<Credentials, ByHand>;
  readonly #exchanging: Exchanging;
  #held: { value: string; endsAtMs: number; scope: string | null } | undefined;
  #asking: ReturnType<Tokens['current']> | undefined;
  #refusedToken: string | undefined;
  /** Granted, and not kept yet: it is kept before anything else is asked for. */
  #unkept: Granted | undefined;

  constructor(app: Exclude<Credentials, ByHand>, exchanging: Exchanging) {
    this.#app = app;
    this.#exchanging = exchanging;
  }

  async current(): ReturnType<Tokens['current']> {
    if (this.#held !== undefined && this.#held.endsAtMs - SPARE_MS > Date.now()) {
      return { kind: 'found', value: this.#held.value };
    }
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  drop(refusedToken: string): boolean {
    this.#refusedToken = refusedToken;
    if (this.#held?.value === refusedToken) this.#held = undefined;
    return true;
  }

  scope(): string | undefined {
    return this.#held?.scope ?? undefined;
  }

  async #ask(): ReturnType<Tokens['current']> {
    const { token } = this.#exchanging.shared;
    const found = this.#hold(await token.read());
    if (found !== undefined) return found;
    let now: KeptToken | undefined;
    let failure: Failure | undefined;
    let isNewlyRefused = false;
    await token.change(async (kept) => {
      now = kept;
      if (this.#isGood(kept)) return undefined;
      const renewed = await this.#renew(kept);
      if ('failure' in renewed) {
        failure = renewed.failure;
        isNewlyRefused = renewed.refusedHash !== undefined;
        return isNewlyRefused ? { ...kept, refusedHash: renewed.refusedHash ?? null } : undefined;
      }
      now = renewed;
      return renewed;
    });
    if (isNewlyRefused) await this.#exchanging.shared.pause();
    if (failure !== undefined) return failure;
    this.#unkept = undefined;
    return (now && this.#hold(now)) ?? unreadable(phrase('renew_token'));
  }

  /** It is good for a while, and nobody refused it. */
  #isGood({ access, goodForMs }: KeptToken): boolean {
    return access !== null && goodForMs > SPARE_MS && access !== this.#refusedToken;
  }

  #hold(kept: KeptToken): { kind: 'found'; value: string } | undefined {
    const { access, goodForMs, scope } = kept;
    if (access === null || !this.#isGood(kept)) return undefined;
    registerSecret(access);
    this.#held = { value: access, endsAtMs: Date.now() + goodForMs, scope };
    return { kind: 'found', value: access };
  }

  async #renew(kept: KeptToken): Promise<KeptToken | { failure: Failure; refusedHash?: string }> {
    const { refreshToken } = this.#app;
    if (this.#unkept === undefined) {
      const old = await refreshToken.current(kept);
      registerSecret(old);
      const refusedHash = hashOf(old);
      if (refusedHash === kept.refusedHash) return { failure: usedUp() };
      const granted = await this.#exchange(old);
      if ('kind' in granted)
        return granted === USED_UP ? { failure: usedUp(), refusedHash } : { failure: granted };
      registerSecret(granted.refresh);
      this.#unkept = granted;
    }
    const { access, goodForMs, scope, refresh } = this.#unkept;
    return { ...(await refreshToken.keep(refresh)), access, goodForMs, scope, refusedHash: null };
  }

  async #exchange(refresh: string): Promise<Granted | Failure> {
    const { clientId, clientSecret } = this.#app;
    const form = new URLSearchParams({
      ...{ grant_type: 'refresh_token', refresh_token: refresh },
      ...{ client_id: clientId, client_secret: clientSecret },
    });
    const posted = await this.#exchanging.exchange(form.toString());
    return 'error' in posted
      ? unanswered(posted, this.#exchanging.timeoutMs, phrase)
      : grantedIn(posted.response);
  }
}

const USED_UP = refused('invalid_grant');

function usedUp(): Failure {
  return { kind: 'denied', reason: phrase('refresh_refused'), fact: 'invalid_grant' };
}

interface Body {
  access_token?: unknown;
  refresh_token?: unknown;
  /** In seconds. */
  expires_in?: unknown;
  scope?: unknown;
  error?: unknown;
  message?: unknown;
}

function grantedIn(response: Extract<Posted, { response: unknown }>['response']): Granted | Failure {
  const { status, body } = response;
  const said = parsed(Buffer.concat(body).toString('utf8'));
  const { access_token: access, refresh_token: refresh, expires_in: seconds, scope } = said;
  if (
    status === 200 &&
    typeof access === 'string' &&
    typeof refresh === 'string' &&
    typeof seconds === 'number'
  ) {
    return { access, refresh, goodForMs: seconds * 1000, scope: typeof scope === 'string' ? scope : null };
  }
  if (status === 400 && said.error === 'invalid_grant') return USED_UP;
  if (status === 400 || status === 401 || status === 403) {
    const why = [said.message, said.error].find((text) => typeof text === 'string');
    const fact = printable(why ?? `HTTP ${status}`);
    return { kind: 'denied', reason: phrase('app_refused', { said: fact }), fact };
  }
  const answer = receivedIn(response, phrase('renew_token'));
  if (answer.kind === 'json') return unreadable(phrase('renew_token'));
  return answer.kind === 'conflict' ? throttledFor(1000) : answer;
}

function parsed(text: string): Body {
  try {
    return (JSON.parse(text) ?? {}) as Body;
  } catch {
    return {};
  }
}
