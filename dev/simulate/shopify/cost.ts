import {
  type FieldNode,
  getArgumentValues,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isCompositeType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type VariableValues,
} from 'graphql';

export interface Bucket {
  maximumAvailable: number;
  restoreRate: number;
}

/** How many points there are, at any time. */
export class CostBucket {
  readonly settings: Bucket;
  #available: number;
  #atMs = performance.now();

  constructor(settings: Bucket) {
    this.settings = settings;
    this.#available = settings.maximumAvailable;
  }

  /** Whether there were enough. */
  take(points: number): boolean {
    this.#restore();
    if (this.#available < points) return false;
    this.#available -= points;
    return true;
  }

  giveBack(points: number): void {
    this.#available += points;
    this.#restore();
  }

  /** To be set by tests. */
  set available(points: number) {
    this.#atMs = performance.now();
    this.#available = points;
  }

  status() {
    this.#restore();
    return { ...this.settings, currentlyAvailable: Math.floor(this.#available) };
  }

  #restore(): void {
    const nowMs = performance.now();
    const restored = ((nowMs - this.#atMs) / 1000) * this.settings.restoreRate;
    this.#available = Math.min(this.#available + restored, this.settings.maximumAvailable);
    this.#atMs = nowMs;
  }
}

/** `damped`: as users measured it of late. `linear`: as it is documented, each of the objects that may come counts in full. */
export type Costing = 'damped' | 'linear';

/** 25 points for 250 variants with their inventory items, where each object in full would be 500. */
const SIZED: Readonly<Record<Costing, (objects: number) => number>> = {
  damped: (objects) => Math.min(objects, Math.max(1, Math.round(2 * Math.log(objects)))),
  linear: (objects) => objects,
};

const MUTATION_POINTS = 10;
const CONNECTION_POINTS = 2;

/** What a request may cost at most; with its data, what it did cost. */
export function costOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: VariableValues,
  costing: Costing,
  data?: unknown,
): number {
  const sized = SIZED[costing];
  const root = schema.getRootType(operation.operation);
  if (root === undefined || root === null) return 0;
  const base = operation.operation === 'mutation' ? MUTATION_POINTS : 0;
  return base + ofSelections(operation.selectionSet, root, data);

  function ofSelections(
    { selections }: SelectionSetNode,
    type: GraphQLCompositeType,
    value: unknown,
  ): number {
    let sum = 0;
    let largest = 0;
    for (const selection of selections) {
      if (selection.kind === 'Field') sum += ofField(selection, type, value);
      else if (selection.kind === 'InlineFragment') {
        const name = selection.typeCondition?.name.value;
        const inner = name === undefined ? type : schema.getType(name);
        if (isCompositeType(inner))
          largest = Math.max(largest, ofSelections(selection.selectionSet, inner, value));
      }
    }
    return sum + largest;
  }

  function ofField(field: FieldNode, parent: GraphQLCompositeType, value: unknown): number {
    const definition =
      isObjectType(parent) || 'getFields' in parent ? parent.getFields()[field.name.value] : undefined;
    const type = definition && getNamedType(definition.type);
    if (definition === undefined || !isCompositeType(type) || field.selectionSet === undefined) return 0;
    if (type.name === 'PageInfo') return 0;
    const found = (value as Record<string, unknown> | undefined)?.[field.name.value];
    if (data !== undefined && (found === null || found === undefined)) return 0;
    const given = getArgumentValues(definition, field, variables);
    if (type.name.endsWith('Connection')) {
      const nodes = (found as { nodes?: unknown[] } | undefined)?.nodes;
      const objects = nodes?.length ?? Number(given['first'] ?? 0);
      const each = ofSelections(
        field.selectionSet,
        type,
        data === undefined ? undefined : { nodes: nodes?.[0] ?? {} },
      );
      return CONNECTION_POINTS + Math.ceil(sized(objects) * each);
    }
    const list = Array.isArray(found) ? found : given['ids'];
    const objects = Array.isArray(list) ? sized(list.length) : 1;
    const one = Array.isArray(found) ? (found.find(Boolean) as unknown) : found;
    return Math.ceil(
      objects * (1 + ofSelections(field.selectionSet, type, data === undefined ? undefined : (one ?? {}))),
    );
  }
}
