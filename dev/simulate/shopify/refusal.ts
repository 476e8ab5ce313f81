import { GraphQLError } from 'graphql';

/** An error of the whole request, beside or in place of its data. */
export function refuse(code: string, message: string, more: Record<string, unknown> = {}): never {
  throw new GraphQLError(message, { extensions: { code, ...more } });
}
