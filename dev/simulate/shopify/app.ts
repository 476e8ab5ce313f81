import { randomUUID } from 'node:crypto';
import { type Answer, json } from '../server.ts';

/** The scopes that an app needs and no others. */
export const SCOPES = ['read_products', 'write_inventory', 'read_orders', 'read_locations'];
export const TOKEN_PATH = '/admin/oauth/access_token';

/** An app of the shop's own, which exchanges its id and secret for tokens that end. */
export class App {
  readonly clientId = 'simulated-app';
  readonly clientSecret = 'shpss_simulated';
  /** For how long a token is good, in seconds. */
  lifeS = 86_399;
  exchanges = 0;
  readonly #endsAtMs = new Map<string, number>();

  exchange(form: URLSearchParams): Answer {
    this.exchanges += 1;
    if (form.get('grant_type') !== 'client_credentials') return json(400, { error: 'invalid_request' });
    if (form.get('client_id') !== this.clientId || form.get('client_secret') !== this.clientSecret) {
      return json(400, {
        error: 'application_cannot_be_found',
        error_description: 'Could not find Shopify API application with client_id.',
      });
    }
    const token = `shpat_${randomUUID().replaceAll('-', '')}`;
    this.#endsAtMs.set(token, Date.now() + this.lifeS * 1000);
    return json(200, { access_token: token, scope: '', expires_in: this.lifeS });
  }

  get tokens(): readonly string[] {
    return [...this.#endsAtMs.keys()];
  }

  knows(token: string | undefined): boolean {
    return (this.#endsAtMs.get(token ?? '') ?? 0) > Date.now();
  }

  /** As when the app is installed again. */
  revoke(): void {
    this.#endsAtMs.clear();
  }
}
