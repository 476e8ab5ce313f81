import { randomUUID } from 'node:crypto';
import { type Answer, json } from '../server.ts';

/** The tokens of one seller and one app: an access token ends by itself, a refresh token is good once and only the newest works. */
export class Tokens {
  readonly clientId = '7100000000000001';
  readonly clientSecret = 'simulated-app-secret';
  /** For how long an access token is good, in seconds. */
  lifeS = 21_600;
  /** What was asked for, and what came of it. */
  readonly exchanges: ('granted' | 'invalid_grant' | 'invalid_client')[] = [];
  #refresh = refreshToken();
  readonly #endsAtMs = new Map<string, number>();
  readonly #given: string;

  /** `given` is good for ever, as nobody's is. */
  constructor(given: string) {
    this.#given = given;
  }

  /** The one that works. */
  get refreshToken(): string {
    return this.#refresh;
  }

  knows(token: string): boolean {
    return token === this.#given || (this.#endsAtMs.get(token) ?? 0) > Date.now();
  }

  /** The access tokens that were given out, oldest first. */
  get accessTokens(): readonly string[] {
    return [...this.#endsAtMs.keys()];
  }

  endAccess(): void {
    for (const token of this.#endsAtMs.keys()) this.#endsAtMs.set(token, 0);
  }

  /** As when the seller takes the app's permission back, or it was not used for six months. */
  endRefresh(): void {
    this.#refresh = refreshToken();
  }

  exchange(form: URLSearchParams, scope: string, userId: number): Answer {
    if (form.get('client_id') !== this.clientId || form.get('client_secret') !== this.clientSecret) {
      this.exchanges.push('invalid_client');
      return refusal('invalid_client', 'invalid client_id or client_secret');
    }
    if (form.get('grant_type') !== 'refresh_token' || form.get('refresh_token') !== this.#refresh) {
      this.exchanges.push('invalid_grant');
      return refusal(
        'invalid_grant',
        'Error validating grant. Your authorization code or refresh token may be expired or it was already used',
      );
    }
    this.exchanges.push('granted');
    this.#refresh = refreshToken();
    const token = `APP_USR-${this.clientId}-${randomUUID().replaceAll('-', '')}-${userId}`;
    this.#endsAtMs.set(token, Date.now() + this.lifeS * 1000);
    return json(200, {
      access_token: token,
      token_type: 'Bearer',
      expires_in: this.lifeS,
      scope,
      user_id: userId,
      refresh_token: this.#refresh,
    });
  }
}

function refreshToken(): string {
  return `TG-${randomUUID().replaceAll('-', '')}`;
}

function refusal(error: string, message: string): Answer {
  return json(400, { error_description: message, error, message, status: 400, cause: [] });
}
