import type { Fault } from './faults.ts';
import { refuse } from './refusal.ts';
import { LOCATION, type Shop, type Variant } from './shop.ts';

interface QuantityInput {
  inventoryItemId: string;
  locationId: string;
  quantity: number;
  changeFromQuantity?: number | null;
}

export interface SetInput {
  name: string;
  reason: string;
  quantities: readonly QuantityInput[];
}

interface UserError {
  code: string;
  field: readonly string[] | null;
  message: string;
}

export interface SetPayload {
  inventoryAdjustmentGroup: { id: string } | null;
  userErrors: readonly UserError[];
}

/** May be changed while the simulator runs. */
export interface WriteRules {
  /** Whether one quantity that is refused fails its whole call, which Shopify does not say. */
  failsWhole: boolean;
  /** Whether an error says which quantity it is about. */
  namesQuantity: boolean;
}

const MOST_QUANTITIES = 250;
const HIGHEST = 1_000_000_000;
const REASONS = ['correction', 'cycle_count_available', 'received', 'restock', 'shrinkage', 'other'];
/** Of the first quantity, by a fault. */
const FIRST: Partial<Record<Fault, string>> = {
  stale: 'CHANGE_FROM_QUANTITY_STALE',
  'not-mutable': 'NON_MUTABLE_INVENTORY_ITEM',
};

/** What the schema does not say, and holds all the same when it runs. */
export function setQuantities(
  shop: Shop,
  input: SetInput,
  rules: WriteRules,
  fault: Fault | undefined,
): SetPayload {
  const { quantities } = input;
  if (quantities.length > MOST_QUANTITIES) {
    refuse('MAX_INPUT_SIZE_EXCEEDED', `the input array size of ${quantities.length} is greater than 250`);
  }
  if (quantities.some((quantity) => !Object.hasOwn(quantity, 'changeFromQuantity'))) {
    refuse(
      'INVALID_FIELD_ARGUMENTS',
      'InventoryQuantityInput must include the following argument: changeFromQuantity',
    );
  }
  const errors = [...ofWhole(input), ...quantities.flatMap((each, index) => ofOne(shop, each, index))];
  const injected = fault === undefined ? undefined : FIRST[fault];
  if (injected !== undefined && quantities.length > 0) errors.push(errorAt(injected, 0));
  const refused = new Set(errors.map(({ at }) => at));
  const applied =
    errors.length > 0 && (rules.failsWhole || refused.has(undefined))
      ? []
      : quantities.filter((_, index) => !refused.has(index));
  const changed = applied.filter((each) => apply(shop, each));
  return {
    inventoryAdjustmentGroup:
      changed.length > 0 ? { id: `gid://shopify/InventoryAdjustmentGroup/${Date.now()}` } : null,
    userErrors: errors.map(({ at, code, end }) => ({
      code,
      message: code.toLowerCase().replaceAll('_', ' '),
      field: at === undefined || !rules.namesQuantity ? ['input'] : ['input', 'quantities', String(at), end],
    })),
  };
}

interface ErrorAt {
  /** Undefined of the whole. */
  at: number | undefined;
  code: string;
  end: string;
}

const errorAt = (code: string, at?: number, end = 'quantity'): ErrorAt => ({ code, at, end });

function ofWhole({ name, reason, quantities }: SetInput): ErrorAt[] {
  const errors: ErrorAt[] = [];
  if (name !== 'available' && name !== 'on_hand') errors.push(errorAt('INVALID_NAME'));
  if (!REASONS.includes(reason)) errors.push(errorAt('INVALID_REASON'));
  const pairs = quantities.map(({ inventoryItemId, locationId }) => `${inventoryItemId} ${locationId}`);
  pairs.forEach((pair, index) => {
    if (pairs.indexOf(pair) < index)
      errors.push(errorAt('NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR', index));
  });
  return errors;
}

function ofOne(shop: Shop, each: QuantityInput, at: number): ErrorAt[] {
  const { inventoryItemId, locationId, quantity, changeFromQuantity } = each;
  const variant = shop.variantOf(inventoryItemId);
  if (variant === undefined) return [errorAt('INVALID_INVENTORY_ITEM', at, 'inventoryItemId')];
  if (locationId !== LOCATION) return [errorAt('INVALID_LOCATION', at, 'locationId')];
  if (quantity < 0) return [errorAt('INVALID_QUANTITY_NEGATIVE', at)];
  if (quantity > HIGHEST) return [errorAt('INVALID_QUANTITY_TOO_HIGH', at)];
  const stands = variant.level?.available ?? 0;
  return changeFromQuantity === null || changeFromQuantity === stands
    ? []
    : [errorAt('CHANGE_FROM_QUANTITY_STALE', at, 'changeFromQuantity')];
}

/** Whether something changed: a level that is not active takes a quantity without a word and stays as it is. */
function apply(shop: Shop, { inventoryItemId, quantity }: QuantityInput): boolean {
  const level = shop.variantOf(inventoryItemId)?.level;
  if (level === undefined || !level.isActive || level.available === quantity) return false;
  level.available = quantity;
  return true;
}

/** The level, which starts at 0 where there was none. */
export function activate(variant: Variant): NonNullable<Variant['level']> {
  variant.level ??= { isActive: true, available: 0 };
  variant.level.isActive = true;
  return variant.level;
}
