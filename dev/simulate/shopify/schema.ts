import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';

/** What Shopify publishes of its Admin API. */
export interface PublishedSchema {
  readonly schema: GraphQLSchema;
  /** By type, or by field as "Type.field": the scopes, one of which is enough. */
  readonly scopes: ReadonlyMap<string, readonly string[]>;
}

interface Published {
  name: string;
  requiredAccess?: string | null;
}

const FILE = new URL('../../data/shopify/admin-2026-10.json.gz', import.meta.url);

let published: PublishedSchema | undefined;

/** Read once: it takes a quarter of a second and 150 MB. */
export function publishedSchema(): PublishedSchema {
  published ??= read();
  return published;
}

function read(): PublishedSchema {
  const { data } = JSON.parse(gunzipSync(readFileSync(FILE)).toString('utf8')) as {
    data: IntrospectionQuery;
  };
  const scopes = new Map<string, readonly string[]>();
  const note = (name: string, { requiredAccess }: Published): void => {
    const named = [...(requiredAccess ?? '').matchAll(/`([a-z_]+)` access scope/g)];
    if (named.length > 0)
      scopes.set(
        name,
        named.map(([, scope = '']) => scope),
      );
  };
  for (const type of data.__schema.types) {
    note(type.name, type);
    if (type.kind !== 'OBJECT') continue;
    for (const field of type.fields) note(`${type.name}.${field.name}`, field);
  }
  return { schema: buildClientSchema(data, { assumeValid: true }), scopes };
}

/** A scope to write includes reading. */
export function isGranted(scope: string, granted: ReadonlySet<string>): boolean {
  return granted.has(scope) || granted.has(scope.replace(/^read_/, 'write_'));
}
