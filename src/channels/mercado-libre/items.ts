import { printable } from '../../platform/text.ts';
import type { Failure, Level } from '../marketplace.ts';
import { refused } from './answers.ts';
import type { Seller } from './account.ts';
import type { Found } from '../asking.ts';
import type { MercadoLibreClient } from './client.ts';
import { phrase } from './phrase.ts';

interface Attribute {
  id: string;
  value_name: string | null;
}

export interface VariationNode {
  id: number;
  available_quantity: number;
  seller_custom_field?: string | null;
  user_product_id?: string | null;
  attributes?: readonly Attribute[];
  attribute_combinations?: readonly { value_name: string | null }[];
}

export interface ItemNode extends Omit<VariationNode, 'id'> {
  id: string;
  title: string;
  status: string;
  sub_status?: readonly string[];
  variations?: readonly VariationNode[];
  shipping?: { logistic_type?: string | null };
}

/** What is asked of an item. */
const MEMBERS = [
  ...['id', 'title', 'status', 'sub_status', 'available_quantity', 'variations', 'attributes'],
  ...['seller_custom_field', 'user_product_id', 'shipping'],
].join(',');

/** The most that Mercado Libre gives at once. */
export const ITEMS_PER_REQUEST = 20;

/** In the order of their ids; each may fail by itself. Undefined: it never existed, or no longer does. */
export function readItems(
  client: MercadoLibreClient,
  ids: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Found<ReadonlyMap<string, ItemNode | Failure | undefined>>> {
  const request = {
    what: phrase('read_listings'),
    path: '/items',
    query: { ids: ids.join(','), attributes: MEMBERS, ...more },
  };
  return client.get(request, (answers: readonly { code: number; body: ItemNode }[]) => {
    if (answers.length !== ids.length) throw new Error('not what was asked for');
    return new Map(answers.map(({ code, body }, index) => [ids[index] as string, itemIn(code, body)]));
  });
}

function itemIn(code: number, body: ItemNode): ItemNode | Failure | undefined {
  if (code === 404) return undefined;
  return code === 200 ? body : refused(`HTTP ${code}`);
}

/** What customers pick, by its number; without any, the item itself, as ''. */
export function variantsOf(item: ItemNode): readonly { id: string; node: VariationNode | ItemNode }[] {
  const { variations = [] } = item;
  if (variations.length === 0) return [{ id: '', node: item }];
  return variations.map((node) => ({ id: String(node.id), node }));
}

/** It lies in a warehouse of Mercado Libre's, which counts it and sends it. */
export function isInFull({ shipping }: ItemNode): boolean {
  return shipping?.logistic_type === 'fulfillment';
}

/** Whether it takes stock: one that its seller paused does, and stays paused. */
export function levelIn(item: ItemNode, variantId: string, seller: Seller): Level | Failure {
  const variants = variantsOf(item);
  const found = variants.find(({ id }) => id === variantId);
  if (found === undefined || item.status === 'closed') return { kind: 'gone' };
  if (isInFull(item)) return { kind: 'untracked' };
  if (item.status !== 'active' && item.status !== 'paused') return refused(printable(item.status));
  const { available_quantity: quantity, user_product_id: product } = found.node;
  if (!Number.isSafeInteger(quantity)) return refused('available_quantity');
  if (seller.hasWarehouses && product) return { kind: 'active', quantity, handle: product };
  return { kind: 'active', quantity, handle: variants.map(({ id }) => id).join(',') };
}

/** Its attribute, else the field that was there before it. An empty one counts as no SKU. */
export function skuIn({
  attributes = [],
  seller_custom_field: field,
}: VariationNode | ItemNode): string | null {
  const attribute = attributes.find(({ id }) => id === 'SELLER_SKU')?.value_name;
  return attribute?.trim() || field?.trim() || null;
}
