import { randomUUID } from 'node:crypto';
import { printable } from '../../platform/text.ts';
import type { Failure, Write, Written } from '../marketplace.ts';
import type { ShopifyClient } from './client.ts';
import { ACTIVATE, SET_QUANTITIES } from './documents.ts';
import { globalId } from './ids.ts';
import { availableIn, type LevelNode } from './levels.ts';
import type { StockLocation } from './location.ts';
import { phrase } from './phrase.ts';

/** What one inventory item is to have, and what it has. */
interface Change {
  handle: string;
  quantity: number;
  from: number;
}

interface SetPayload {
  inventorySetQuantities: {
    inventoryAdjustmentGroup: { id: string } | null;
    userErrors: readonly { code: string | null; field: readonly string[] | null; message: string }[];
  };
}

interface ActivatePayload {
  inventoryActivate: {
    inventoryLevel: LevelNode | null;
    userErrors: readonly { message: string }[];
  };
}

/** Something else stands there, or the key is used up: both want a new reading and a new key. */
const STALE = new Set([
  'CHANGE_FROM_QUANTITY_STALE',
  'COMPARE_QUANTITY_STALE',
  'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED',
  'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
]);
const BUSY = 'IDEMPOTENCY_CONCURRENT_REQUEST';
const NO_LOCATION = 'INVALID_LOCATION';
/** Of the call, whatever is in it. */
const OF_ALL = new Set(['INVALID_NAME', 'INVALID_REASON', 'INVALID_REFERENCE_DOCUMENT']);
/** Calls for what others of the same call kept from being written. */
const MOST_ROUNDS = 3;

/** Writes quantities at one location. */
export class Writing {
  readonly #client: ShopifyClient;
  readonly #location: StockLocation;
  /** By handle. */
  readonly #written = new Map<string, Written>();

  constructor(client: ShopifyClient, location: StockLocation) {
    this.#client = client;
    this.#location = location;
  }

  async write(writes: readonly Write[]): Promise<readonly Written[]> {
    const changes: Change[] = [];
    for (const { quantity, read } of lowestOfEach(writes)) {
      const { handle } = read;
      const from = read.kind === 'active' ? read.quantity : await this.#activate(handle);
      if (typeof from === 'number') changes.push({ handle, quantity, from });
      else this.#written.set(handle, from);
    }
    if (changes.length > 0) await this.#set(changes, MOST_ROUNDS);
    return writes.map(({ read }) => this.#written.get(read.handle) ?? { kind: 'stale' });
  }

  /** What stands there once it is active. Without a quantity of its own, which would not be compared with anything. */
  async #activate(handle: string): Promise<number | Failure> {
    const found = await this.#client.mutate(
      ACTIVATE,
      { item: globalId('InventoryItem', handle), location: this.#location.id, key: randomUUID() },
      ({ inventoryActivate: { inventoryLevel, userErrors } }: ActivatePayload) => {
        const [error] = userErrors;
        if (error !== undefined) return refusal(error.message);
        if (inventoryLevel === null) throw new Error('no level');
        return availableIn(inventoryLevel);
      },
    );
    return found.kind === 'found' ? found.value : found;
  }

  async #set(changes: readonly Change[], roundsLeft: number): Promise<void> {
    const found = await this.#client.mutate(
      SET_QUANTITIES,
      { input: this.#input(changes), key: randomUUID() },
      ({ inventorySetQuantities: { inventoryAdjustmentGroup, userErrors } }: SetPayload) => ({
        isChanged: Boolean(inventoryAdjustmentGroup),
        errors: userErrors.map(({ code, field, message }) => ({
          at: indexIn(field),
          code: printable(code ?? message),
        })),
      }),
    );
    if (found.kind !== 'found') return this.#note(changes, found);
    const { isChanged, errors } = found.value;
    // It was there when it was read.
    if (errors.some(({ code }) => code === NO_LOCATION)) return this.#note(changes, this.#location.unknown());
    const ofAll = errors.find(({ at }) => at === undefined || at >= changes.length);
    if (ofAll !== undefined) return this.#divide(changes, ofAll.code, roundsLeft);
    for (const { at, code } of errors) this.#note(changes.slice(at, (at ?? 0) + 1), writtenBy(code));
    const named = new Set(errors.map(({ at }) => at));
    const rest = changes.filter((_, index) => !named.has(index));
    // Without an error no change means that everything stood there already; with one, that the others were left out.
    if (errors.length === 0 || isChanged) this.#note(rest, { kind: 'written' });
    else if (rest.length > 0 && roundsLeft > 1) await this.#set(rest, roundsLeft - 1);
  }

  /** What Shopify refuses without saying which one it means is found by halves. */
  async #divide(changes: readonly Change[], code: string, roundsLeft: number): Promise<void> {
    const written = writtenBy(code);
    if (written.kind !== 'refused' || OF_ALL.has(code) || changes.length === 1) {
      return this.#note(changes, written);
    }
    const half = Math.ceil(changes.length / 2);
    await this.#set(changes.slice(0, half), roundsLeft);
    await this.#set(changes.slice(half), roundsLeft);
  }

  #input(changes: readonly Change[]) {
    return {
      name: 'available',
      reason: 'correction',
      quantities: changes.map(({ handle, quantity, from }) => ({
        inventoryItemId: globalId('InventoryItem', handle),
        locationId: this.#location.id,
        quantity,
        changeFromQuantity: from,
      })),
    };
  }

  #note(changes: readonly Change[], written: Written): void {
    for (const { handle } of changes) this.#written.set(handle, written);
  }
}

/** Shopify takes an inventory item once a call; of listings that share one, the lowest is what nobody can oversell. */
function lowestOfEach(writes: readonly Write[]): Iterable<Write> {
  const lowest = new Map<string, Write>();
  for (const write of writes) {
    const { handle } = write.read;
    const other = lowest.get(handle);
    if (other === undefined || write.quantity < other.quantity) lowest.set(handle, write);
  }
  return lowest.values();
}

/** Of `["input", "quantities", "3", "changeFromQuantity"]`: 3. */
function indexIn(field: readonly string[] | null): number | undefined {
  const text = field?.find((part) => /^\d+$/.test(part));
  return text === undefined ? undefined : Number(text);
}

function writtenBy(code: string): Written {
  if (STALE.has(code)) return { kind: 'stale' };
  return code === BUSY ? { kind: 'busy' } : refusal(code);
}

function refusal(said: string): Failure {
  const fact = printable(said);
  return { kind: 'refused', reason: phrase('refused', { said: fact }), fact };
}
