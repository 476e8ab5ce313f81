import {
  defaultFieldResolver,
  getDirectiveValues,
  getNamedType,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
} from 'graphql';
import type { Fault } from './faults.ts';
import type { Idempotency } from './idempotency.ts';
import { activate, setQuantities, type SetInput, type SetPayload, type WriteRules } from './mutations.ts';
import { pageOf } from './pages.ts';
import { refuse } from './refusal.ts';
import { isGranted, type PublishedSchema } from './schema.ts';
import { filterOf } from './search.ts';
import { type Level, LOCATION, type Order, type OrderLine, type Shop, type Variant } from './shop.ts';

/** What one request is answered from. */
export interface Answering {
  readonly shop: Shop;
  readonly idempotency: Idempotency;
  readonly rules: WriteRules;
  readonly scopes: ReadonlySet<string>;
  /** How deep one can page into a list. */
  readonly deepestObjects: number;
  /** How long after its change an order is found. */
  readonly orderLagMs: number;
  readonly fault: Fault | undefined;
  /** What a mutation takes, under its key. */
  work(): Promise<void>;
}

interface Paged {
  first?: number | null;
  after?: string | null;
  query?: string | null;
}

const numberIn = (id: string): number => Number(/\d+$/.exec(id)?.[0]);

/** The fields of queries and mutations; whatever else a document asks for is an error of the simulator. */
export function rootOf(answering: Answering) {
  const { shop, deepestObjects } = answering;
  return {
    productVariants({ query, ...page }: Paged) {
      const isMeant = filterOf(query, ['id', 'sku']);
      const meant = shop.variants.filter((variant) =>
        isMeant((field) => (field === 'id' ? numberIn(variant.id) : variant.sku)),
      );
      const { nodes, pageInfo } = pageOf(meant, page, ({ number }) => [number], deepestObjects);
      return { nodes: nodes.map(variantNode), pageInfo };
    },
    nodes({ ids }: { ids: readonly string[] }) {
      if (ids.length > 250)
        refuse('MAX_INPUT_SIZE_EXCEEDED', `the input array size of ${ids.length} is greater than 250`);
      const wrong = ids.find((id) => !/^gid:\/\/shopify\/\w+\/\d+$/.test(id));
      if (wrong !== undefined) refuse('INVALID_VARIABLE', `Invalid global id '${wrong}'`);
      return ids.map((id) => {
        const [variant, ofItem] = [shop.variant(id), shop.variantOf(id)];
        return variant ? variantNode(variant) : ofItem && itemNode(ofItem);
      });
    },
    orders({ query, sortKey, ...page }: Paged & { sortKey: string }) {
      // Otherwise by when they were made.
      const sortedAt = ({ updatedAtMs }: Order): number => (sortKey === 'UPDATED_AT' ? updatedAtMs : 0);
      const isMeant = filterOf(query, ['id', 'updated_at']);
      const meant = shop.orders
        .filter(({ changedAtMs }) => changedAtMs + answering.orderLagMs <= Date.now())
        .filter((order) => isMeant((field) => (field === 'id' ? numberIn(order.id) : order.updatedAtMs)))
        .sort((one, other) => sortedAt(one) - sortedAt(other) || one.number - other.number);
      const placeOf = (order: Order): number[] => [sortedAt(order), order.number];
      const { nodes, pageInfo } = pageOf(meant, page, placeOf, deepestObjects);
      return { nodes: nodes.map((order) => orderNode(order, deepestObjects)), pageInfo };
    },
    order({ id }: { id: string }) {
      const order = shop.orders.find((each) => each.id === id);
      return order && orderNode(order, deepestObjects);
    },
    location: ({ id }: { id: string }) => (id === LOCATION ? shop.location : null),
    currentAppInstallation: () => ({
      accessScopes: [...answering.scopes].map((handle) => ({ handle })),
    }),
    async inventorySetQuantities(
      { input }: { input: SetInput },
      _context: unknown,
      info: GraphQLResolveInfo,
    ) {
      const payload = await once(answering, info, input, async (): Promise<SetPayload> => {
        await answering.work();
        return setQuantities(shop, input, answering.rules, answering.fault);
      });
      if (!('code' in payload)) return payload;
      const { code } = payload;
      return {
        inventoryAdjustmentGroup: null,
        userErrors: [{ code, field: null, message: code.toLowerCase() }],
      };
    },
    async inventoryActivate(
      given: { inventoryItemId: string; locationId: string },
      _context: unknown,
      info: GraphQLResolveInfo,
    ) {
      const payload = await once(answering, info, given, async () => {
        await answering.work();
        const variant = shop.variantOf(given.inventoryItemId);
        if (variant === undefined || given.locationId !== LOCATION) {
          const message = "The inventory item or the location couldn't be found";
          return { inventoryLevel: null, userErrors: [{ field: ['inventoryItemId'], message }] };
        }
        return { inventoryLevel: levelNode(activate(variant)), userErrors: [] };
      });
      if (!('code' in payload)) return payload;
      return { inventoryLevel: null, userErrors: [{ field: null, message: payload.code.toLowerCase() }] };
    },
  };
}

async function once<Payload extends { userErrors: readonly unknown[] }>(
  { idempotency, fault }: Answering,
  { schema, fieldNodes, variableValues }: GraphQLResolveInfo,
  parameters: unknown,
  work: () => Promise<Payload>,
): Promise<Payload | { code: string }> {
  const directive = schema.getDirective('idempotent');
  const [field] = fieldNodes;
  const given = directive && field && getDirectiveValues(directive, field, variableValues);
  if (given === undefined || given === null) {
    return refuse(
      'BAD_REQUEST',
      'The @idempotent directive is required for this mutation but was not provided.',
    );
  }
  return idempotency.once(given['key'] as string, parameters, fault, work);
}

function variantNode(variant: Variant) {
  const { id, sku, title, productId } = variant;
  return {
    __typename: 'ProductVariant',
    id,
    sku,
    displayName: title,
    product: { id: productId },
    inventoryItem: itemNode(variant),
  };
}

function itemNode({ itemId, sku, tracked, level }: Variant) {
  return {
    __typename: 'InventoryItem',
    id: itemId,
    sku,
    tracked,
    inventoryLevel({ locationId, includeInactive }: { locationId: string; includeInactive: boolean }) {
      if (locationId !== LOCATION || level === undefined) return null;
      return level.isActive || includeInactive ? levelNode(level) : null;
    },
  };
}

function levelNode({ isActive, available }: Level) {
  return {
    isActive,
    quantities: ({ names }: { names: readonly string[] }) =>
      names.map((name) => ({ name, quantity: name === 'available' ? available : 0 })),
  };
}

function orderNode({ id, lines, updatedAtMs, cancelledAtMs }: Order, deepestObjects: number) {
  return {
    id,
    updatedAt: asTime(updatedAtMs),
    cancelledAt: cancelledAtMs === undefined ? null : asTime(cancelledAtMs),
    lineItems(page: Paged) {
      const { nodes, pageInfo } = pageOf(lines, page, (line) => [numberIn(line.id)], deepestObjects);
      return { nodes: nodes.map(lineNode), pageInfo };
    },
  };
}

function lineNode({ id, sku, quantity, variant }: OrderLine) {
  return { id, sku, quantity, variant: variant ? variantNode(variant) : null };
}

function asTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** Lets nothing be read that the token's scopes do not allow. */
export function guarded(
  { scopes: needed }: PublishedSchema,
  granted: ReadonlySet<string>,
): GraphQLFieldResolver<unknown, unknown> {
  const isAllowed = (name: string): boolean =>
    needed.get(name)?.some((scope) => isGranted(scope, granted)) ?? true;
  return (source, args, context, info) => {
    const denied = [`${info.parentType.name}.${info.fieldName}`, getNamedType(info.returnType).name].find(
      (name) => !isAllowed(name),
    );
    if (denied === undefined) return defaultFieldResolver(source, args, context, info);
    const requiredAccess = (needed.get(denied) ?? [])
      .map((scope) => `\`${scope}\` access scope`)
      .join(' or ');
    return refuse(
      'ACCESS_DENIED',
      `Access denied for ${info.fieldName} field. Required access: ${requiredAccess}.`,
      {
        requiredAccess,
      },
    );
  };
}
