import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { databaseConfig, type DatabaseConfig } from '../mysql/config.ts';
import {
  checkConfig,
  type Parts,
  secretIdOf,
  secretIdsOf,
  type Variables,
} from '../platform/config/config.ts';
import type { Environment } from '../platform/environment.ts';
import { ConfigurationError } from '../platform/errors.ts';
import type { Phrase } from '../platform/phrase.ts';
import { printable } from '../platform/text.ts';
import { phrase } from './phrase.ts';

/** One configuration to run with: a shop. */
export interface Target {
  /** Null where there is no file: the environment itself is the one target. */
  name: string | null;
  env: Environment;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

/** What a target may name, of all the variables that there are. */
class Fields {
  readonly #variables: Variables;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  /** What is wrong with a field, if anything. */
  problemOf(field: string, value: unknown): Phrase | undefined {
    const variable = Object.hasOwn(this.#variables, field) ? this.#variables[field] : undefined;
    if (variable === undefined) return phrase('no_field', { field: printable(field, 64) });
    if (variable.ofProcess === true) return phrase('of_process', { field });
    const place = secretIdOf(field, variable);
    if (place !== undefined) return phrase('secret_in_file', { field, place });
    return value === null || isPlain(value) ? undefined : phrase('not_plain', { field });
  }

  /**
   * The environment's values that give way once a target has this field of its own: in one environment they would win over it,
   * and a shop would be read with another shop's token or written into another shop's database.
   */
  givingWayTo(field: string): readonly string[] {
    const secrets = Object.entries(this.#variables)
      .map(([name, variable]) => ({ name, places: secretIdsOf(name, variable) }))
      .filter(({ places }) => places.includes(field))
      .flatMap(({ name, places }) => [name, ...places.filter((place) => place !== field)]);
    return [...secrets, ...(this.#variables[field]?.over ?? [])];
  }
}

/**
 * The targets of TARGETS_FILE, each the environment with the target's own fields over it; without the file the environment
 * itself. Throws one `ConfigurationError` that names every mistake of the file with its target and field, and never a value.
 */
export function readTargets(env: Environment, needs: Parts, variables: Variables): Target[] {
  const file = env['TARGETS_FILE'];
  if (file === undefined || file === '') return [{ name: null, env }];
  const problems: Phrase[] = [];
  const targets = targetsOf(parse(file), env, new Fields(variables), problems);
  checkTargets(targets, needs, problems);
  if (problems.length === 0) return targets;
  throw new ConfigurationError(phrase('targets_wrong', { problems }));
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // What the parser says quotes the text, in which a secret may stand.
    const place = /position \d+( \(line \d+ column \d+\))?/.exec(message)?.[0] ?? null;
    throw new ConfigurationError(phrase('targets_unreadable', { why: code ?? phrase('no_json', { place }) }));
  }
}

function targetsOf(content: unknown, env: Environment, known: Fields, problems: Phrase[]): Target[] {
  if (!Array.isArray(content) || content.length === 0) {
    problems.push(phrase('no_list'));
    return [];
  }
  const names = new Set<string>();
  return content.map((entry: unknown, index) => {
    const position = `#${index + 1}`;
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      problems.push(phrase('no_object', { name: position }));
      return { name: position, env };
    }
    const { name, ...fields } = entry as Record<string, unknown>;
    if (typeof name !== 'string' || !NAME.test(name)) {
      problems.push(phrase('of_target', { name: position, problem: phrase('name_wrong') }));
      return { name: position, env: withFields(env, fields, known, position, problems) };
    }
    if (names.has(name))
      problems.push(phrase('of_target', { name: position, problem: phrase('name_taken', { name }) }));
    names.add(name);
    return { name, env: withFields(env, fields, known, name, problems) };
  });
}

function withFields(
  env: Environment,
  fields: Record<string, unknown>,
  known: Fields,
  name: string,
  problems: Phrase[],
): Environment {
  const merged: Record<string, string | undefined> = { ...env };
  // An empty field or null names nothing for which the environment would have to give way.
  const named = Object.keys(fields).filter((field) => fields[field] !== null && fields[field] !== '');
  for (const variable of named.flatMap((field) => known.givingWayTo(field))) delete merged[variable];
  for (const [field, value] of Object.entries(fields)) {
    const problem = known.problemOf(field, value);
    if (problem !== undefined) problems.push(phrase('of_target', { name, problem }));
    else if (value === null) delete merged[field];
    else if (isPlain(value) && value !== '') merged[field] = String(value);
  }
  return merged;
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** Adds what is wrong with the targets as configurations; what is wrong with each of them alike is said once. */
function checkTargets(targets: readonly Target[], needs: Parts, problems: Phrase[]): void {
  const wrong = targets.map(({ env }) => checkConfig(env, needs).problems);
  const isIn = (all: readonly Phrase[], each: Phrase): boolean =>
    all.some((other) => isDeepStrictEqual(other, each));
  const [first = []] = wrong;
  const common = targets.length < 2 ? [] : first.filter((each) => wrong.every((all) => isIn(all, each)));
  problems.push(...common.map((problem) => phrase('of_every_target', { problem })));
  targets.forEach(({ name }, index) => {
    const own = wrong[index]?.filter((problem) => !isIn(common, problem)) ?? [];
    problems.push(...own.map((problem) => phrase('of_target', { name: name ?? '', problem })));
  });
  refuseSharedSchemas(targets, problems);
}

function refuseSharedSchemas(targets: readonly Target[], problems: Phrase[]): void {
  const taken = new Map<string, string>();
  for (const { name, env } of targets) {
    const { config } = checkConfig(env, { database: databaseConfig });
    if (config === undefined) continue;
    const place = placeOf(config.database);
    const other = taken.get(place);
    if (other === undefined) taken.set(place, name ?? '');
    else
      problems.push(phrase('of_target', { name: name ?? '', problem: phrase('schema_shared', { other }) }));
  }
}

/** The same for two targets whose rows would meet. Names of schemas differ by case only on some servers. */
function placeOf({ instance, socketPath, host, port, schema }: DatabaseConfig): string {
  return `${instance ?? socketPath ?? `${machineOf(host)}:${port}`} ${schema}`.toLowerCase();
}

/** One spelling of a host: of an address as the web writes it, of a name without the dot that says it is complete. */
function machineOf(host: string): string {
  const written = isIPv6(host) ? `[${host}]` : host.replace(/\.$/, '');
  const { hostname = host } = URL.parse(`http://${written}`) ?? {};
  const loopback = /^(localhost|\[::1\]|\[::ffff:7f\w\w:\w+\]|0\.0\.0\.0|\[::\]|127\.\d+\.\d+\.\d+)$/i;
  return loopback.test(hostname) ? 'loopback' : hostname;
}
