import { secretNames, type Variable, type Variables } from '../platform/config/config.ts';
import {
  cutAtHash,
  dotEnvText,
  garbledLines,
  isLike,
  isNamedTxt,
  namedTwice,
  oddLines,
} from '../platform/dot-env.ts';
import { dotEnv, type Environment } from '../platform/environment.ts';
import { phrase } from '../platform/errors.ts';
import type { Phrase } from '../platform/phrase.ts';
import { allVariables } from './variables.ts';

/** What `.env` and the environment may have meant otherwise than they are read; each kind of doubt is one phrase. */
export async function doubtsOf(env: Environment): Promise<Phrase[]> {
  const variables = await allVariables();
  const text = dotEnvText();
  const file = dotEnv();
  const counts = (name: string): boolean => (env[name] ?? '') === file[name];
  const isSecret = new Set(secretNames(variables).map(({ name }) => name));
  const known = (names: readonly string[]): string[] =>
    names.filter((name) => Object.hasOwn(variables, name));

  const odd = oddLines(text);
  const garbled = garbledLines(text);
  const cut = known(cutAtHash(text, (name) => isSecret.has(name))).filter(counts);
  const twice = known(namedTwice(text)).filter(counts);
  const mistyped = mistypedNames(Object.keys(file), env, variables);
  const quoted = Object.entries(variables).flatMap(([name, variable]) =>
    isInQuotes(env[name], variable, counts(name)) ? name : [],
  );
  return [
    ...(isNamedTxt() ? [phrase('env_named_txt')] : []),
    ...(odd.length > 0 ? [phrase('env_odd', { lines: odd })] : []),
    ...(garbled.length > 0 ? [phrase('env_garbled', { lines: garbled })] : []),
    ...(cut.length > 0 ? [phrase('env_cut', { names: cut })] : []),
    ...(twice.length > 0 ? [phrase('env_twice', { names: twice })] : []),
    ...(mistyped.given.length > 0 ? [phrase('env_mistyped', mistyped)] : []),
    ...(quoted.length > 0 ? [phrase('env_quoted', { names: quoted })] : []),
  ];
}

/** Names of the file that are none of the program, and beside each the variable that may be meant and is not set. */
function mistypedNames(names: readonly string[], env: Environment, variables: Variables) {
  const strange = names.filter((name) => !Object.hasOwn(variables, name));
  const unset = strange.length === 0 ? [] : Object.keys(variables).filter((name) => env[name] === undefined);
  const pairs = strange.flatMap((given) => {
    const meant = unset.find((name) => isLike(given, name));
    return meant === undefined ? [] : [{ given, meant }];
  });
  return { given: pairs.map(({ given }) => given), meant: pairs.map(({ meant }) => meant) };
}

const TYPOGRAPHIC = /^[“”«‘].*[“”»’]$/s;
const STRAIGHT = /^(["'`]).*\1$/s;

/** Whether quotes are part of a value by mistake. A file's own are no part of it, and whoever put two pairs there means one. */
function isInQuotes(value: string | undefined, { check }: Variable, isOfFile: boolean): boolean {
  if (value === undefined || value.length < 2) return false;
  if (!TYPOGRAPHIC.test(value) && (isOfFile || !STRAIGHT.test(value))) return false;
  // Some values are read without what stands around them.
  const read = check.safeParse(value);
  return !read.success || read.data === value;
}
