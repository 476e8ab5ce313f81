import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { isPhrase, type Phrase } from '../platform/phrase.ts';
import { printable } from '../platform/text.ts';
import { phrase } from './phrase.ts';
import { Refused } from './refused.ts';

const SHOWN_CHARACTERS = 60;

/** What a client asks for, by the schema of its route; all that is wrong is told at once, parameter by parameter. */
export const readParameters: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data: unknown) => {
    const read = schema.safeParse(data, { reportInput: true });
    return read.success ? { value: read.data } : { error: refused(read.error.issues) };
  };

function refused(issues: readonly z.core.$ZodIssue[]): Refused {
  const mistakes = issues.flatMap(mistakesIn);
  return new Refused(422, phrase('parameters_wrong', { what: mistakes.map(({ why }) => why) }), {
    members: { parameters: mistakes.map(({ name }) => name) },
  });
}

function mistakesIn(issue: z.core.$ZodIssue): { name: string; why: Phrase }[] {
  const name = shown(issue.path.join('.'));
  const one = (why: Phrase): { name: string; why: Phrase }[] => [{ name, why }];
  if (issue.input === undefined && issue.code !== 'unrecognized_keys') {
    return one(phrase('parameter_missing', { name }));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      name: shown(key),
      why: phrase('parameter_unknown', { name: shown(key) }),
    }));
  }
  if (issue.code === 'invalid_value') {
    return one(phrase('parameter_one_of', { name, values: issue.values.map(String) }));
  }
  if (issue.code === 'too_big') {
    return one(phrase('parameter_too_long', { name, most: Number(issue.maximum) }));
  }
  const expects: unknown = issue.code === 'custom' ? issue.params?.['expects'] : undefined;
  if (isPhrase(expects)) return one(phrase('parameter_wrong', { name, expects }));
  return one(phrase('parameter_unusable', { name }));
}

function shown(name: string): string {
  return printable(name, SHOWN_CHARACTERS);
}
