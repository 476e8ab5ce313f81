import {
  getNamedType,
  isObjectType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
} from 'graphql';
import { expect, test } from 'vitest';
import { isGranted, publishedSchema } from '../../../dev/simulate/shopify/schema.ts';
import { NEEDED_SCOPES } from '../../../src/channels/shopify/checks.ts';
import * as documents from '../../../src/channels/shopify/documents.ts';

const { schema, scopes } = publishedSchema();
const all = Object.entries(documents);

test.each(all)('%s is valid by the published schema', (_name, text) => {
  expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
});

test('the schema refuses what is gone from it', () => {
  const old =
    'mutation { inventoryAdjustQuantity(input: { availableDelta: -1 }) { userErrors { message } } }';
  expect(validate(schema, parse(old))).not.toEqual([]);
});

test('only quantities are written, and no price is asked for', () => {
  const written = all.flatMap(([, text]) =>
    parse(text).definitions.flatMap((definition) =>
      definition.kind === 'OperationDefinition' && definition.operation === 'mutation'
        ? definition.selectionSet.selections.map((field) => ('name' in field ? field.name.value : ''))
        : [],
    ),
  );
  expect(written.sort()).toEqual(['inventoryActivate', 'inventorySetQuantities']);
  expect(all.filter(([, text]) => /price|cost/i.test(text))).toEqual([]);
});

/** What a document needs, each time one of several. Fields that are asked for on a condition need nothing. */
function needsOf(document: DocumentNode): (readonly string[])[] {
  const needs: (readonly string[])[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(field) {
        if (field.directives?.some(({ name }) => name.value === 'include')) return false;
        const [parent, type] = [types.getParentType(), types.getType()];
        const names = [
          isObjectType(parent) ? `${parent.name}.${field.name.value}` : '',
          type ? getNamedType(type).name : '',
        ];
        needs.push(...names.flatMap((name) => (scopes.has(name) ? [scopes.get(name) ?? []] : [])));
        return undefined;
      },
    }),
  );
  return needs;
}

test('the scopes that doctor asks for are those that the documents need, and none more', () => {
  const needs = all.flatMap(([, text]) => needsOf(parse(text)));
  expect(needs.length).toBeGreaterThan(20);
  const suffice = (granted: readonly string[]): boolean =>
    needs.every((some) => some.some((scope) => isGranted(scope, new Set(granted))));
  expect(suffice(NEEDED_SCOPES)).toBe(true);
  for (const scope of NEEDED_SCOPES) {
    // Who may write may read.
    if (scope === 'read_inventory') continue;
    expect(suffice(NEEDED_SCOPES.filter((other) => other !== scope)), `without ${scope}`).toBe(false);
  }
});

test('every quantity is written under a key', () => {
  for (const [name, text] of all) {
    if (text.startsWith('mutation')) expect(text, name).toContain('@idempotent(key: $key)');
  }
});
