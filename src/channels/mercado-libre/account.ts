import type { Found } from '../asking.ts';
import type { MercadoLibreClient } from './client.ts';
import { phrase } from './phrase.ts';

/** Whose token it is. */
export interface Seller {
  id: string;
  nickname: string;
  siteId: string;
  /** Where stock lies with the user's products, in warehouses: a listing takes a quantity there and keeps its own. */
  hasWarehouses: boolean;
}

interface UserNode {
  id: number;
  nickname: string;
  site_id: string;
  tags: readonly string[];
}

/** The account that the token belongs to. */
export class Account {
  readonly #client: MercadoLibreClient;
  readonly #userId: string | undefined;
  #seller: Promise<Found<Seller>> | undefined;

  /** No other account is worked with than that of `userId`, where it is given. */
  constructor(client: MercadoLibreClient, userId: string | undefined) {
    this.#client = client;
    this.#userId = userId;
  }

  async seller(): Promise<Found<Seller>> {
    this.#seller ??= this.#ask();
    const found = await this.#seller.catch((error: unknown) => {
      this.#seller = undefined;
      throw error;
    });
    if (found.kind !== 'found') this.#seller = undefined;
    return found;
  }

  /** It may have changed how its stock is kept. */
  forget(): void {
    this.#seller = undefined;
  }

  async #ask(): Promise<Found<Seller>> {
    const request = { what: phrase('read_account'), path: '/users/me' };
    const found = await this.#client.get(
      request,
      ({ id, nickname, site_id: siteId, tags }: UserNode): Seller => {
        if (!Number.isSafeInteger(id)) throw new Error('no number');
        return { id: String(id), nickname, siteId, hasWarehouses: tags.includes('warehouse_management') };
      },
    );
    if (found.kind !== 'found' || this.#userId === undefined || found.value.id === this.#userId) return found;
    const reason = phrase('other_account', { given: this.#userId, found: found.value.id });
    return { kind: 'denied', reason, fact: 'MELI_USER_ID' };
  }
}
