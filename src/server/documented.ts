import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { programVersion } from '../platform/version.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a form has to have, as a JSON schema: it is read as it comes, and no body to be checked. */
    form?: object;
  }
}

/** Has an OpenAPI document made of the schemas of all routes that come after. */
export async function documented(app: Pick<FastifyInstance, 'register'>): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Bitcram Inventory Sync', version: programVersion() },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform(document) {
      const { url, schema } = jsonSchemaTransform(document);
      const form = document.route.config?.form;
      return { url, schema: form === undefined ? schema : { ...schema, body: form } };
    },
    transformObject: jsonSchemaTransformObject,
  });
}
