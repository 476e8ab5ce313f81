import { type z, ZodDefault, ZodOptional } from 'zod';
import { ConfigurationError, phrase } from '../errors.ts';
import { isPhrase, type Phrase } from '../phrase.ts';
import type { Environment, SecretName } from '../environment.ts';
import {
  referenceTo,
  secretIdVariable,
  secretManagerVariables,
  type SecretValue,
} from '../secrets/config.ts';

/** One variable of the environment: what it must be, and what it is for. */
export interface Variable<Check extends z.ZodType = z.ZodType> {
  check: Check;
  /** One line about it, for `.env.example` and docs/configuration.md. */
  about: string;
  example?: string;
  /** Hidden in all output. An address may carry keys that are secrets by themselves. */
  secret?: boolean | 'address';
  /** A further name of `X_SECRET_ID`, which says in which secret of Secret Manager the value lies; the one that messages use. */
  secretId?: string;
  /** Of the process as a whole: a target cannot have its own. */
  ofProcess?: boolean;
  /** Variables that would win over this one in one environment, and give way where a target names it. */
  over?: readonly string[];
}

export type Variables = Readonly<Record<string, Variable>>;

/** What a part is built from: each variable's checked value; a secret itself, or where it lies. */
export type ValuesOf<V extends Variables> = {
  [Name in keyof V]: V[Name] extends { secret: true | 'address' }
    ? SecretValue | undefined
    : z.output<V[Name]['check']>;
};

/** One part of the configuration, declared by the room that uses it. */
export interface Part<C> {
  /** All that it may read. */
  variables: Variables;
  /** Reads the values and says what is wrong or missing; what it returns builds the configuration, where nothing is. */
  read(reading: Reading): () => Built<C>;
}

interface Built<C> {
  config: C;
  /** To be asked for at once: most that use the configuration need them. */
  secrets: readonly SecretValue[];
}

/** What would do in place of a missing variable: "or NOTIFY=off". */
export interface Way {
  or?: string | Phrase;
}

export type Parts = Readonly<Record<string, Part<unknown>>>;
export type ConfigOf<P extends Parts> = { [Name in keyof P]: P[Name] extends Part<infer C> ? C : never };

export function definePart<const V extends Variables, C>(
  variables: V,
  build: (values: ValuesOf<V>) => C,
  require: (
    values: Partial<ValuesOf<V>>,
    missing: (name: keyof V & string, way?: Way) => void,
  ) => void = () => undefined,
  secretsOf: (config: C) => readonly (SecretValue | undefined)[] = () => [],
): Part<C> {
  return {
    variables,
    read(reading) {
      const values = reading.valuesOf(variables) as ValuesOf<V>;
      require(values, (name, way) => {
        if (values[name] === undefined) reading.missing(name, variables[name] as Variable, way);
      });
      return () => {
        const config = build(values);
        return { config, secrets: secretsOf(config).filter((secret) => secret !== undefined) };
      };
    },
  };
}

/** Several parts as one. */
export function combine<const P extends Parts>(parts: P): Part<ConfigOf<P>> {
  return {
    variables: mergedVariables(Object.values(parts)),
    read(reading) {
      const builds = Object.entries(parts).map(([name, part]) => [name, part.read(reading)] as const);
      return () => {
        const built = builds.map(([name, build]) => [name, build()] as const);
        return {
          config: Object.fromEntries(built.map(([name, { config }]) => [name, config])) as ConfigOf<P>,
          secrets: built.flatMap(([, { secrets }]) => secrets),
        };
      };
    },
  };
}

/** One of several parts, as a variable names it; only that one is read. */
export function choose<C>(
  name: string,
  variable: Variable<z.ZodType<string>>,
  parts: Readonly<Record<string, Part<C>>>,
): Part<{ name: string; config: C }> {
  return {
    variables: { [name]: variable, ...mergedVariables(Object.values(parts)) },
    read(reading) {
      const chosen = reading.valuesOf({ [name]: variable })[name] as string | undefined;
      const build = chosen === undefined ? undefined : parts[chosen]?.read(reading);
      return () => {
        const { config, secrets } = (build as () => Built<C>)();
        return { config: { name: chosen as string, config }, secrets };
      };
    },
  };
}

function mergedVariables(parts: readonly Part<unknown>[]): Variables {
  return Object.assign({}, ...parts.map(({ variables }) => variables)) as Variables;
}

/** The variable that names the secret in which this one lies; undefined where it is no secret. */
export function secretIdOf(name: string, variable: Variable): string | undefined {
  return secretIdsOf(name, variable).at(-1);
}

/** Every variable that may name it; the first that is set does. */
export function secretIdsOf(name: string, { secret, secretId }: Variable): readonly string[] {
  if (secret === undefined) return [];
  return [`${name}_SECRET_ID`, ...(secretId === undefined ? [] : [secretId])];
}

/** Every variable that these parts read, by name; those that say where secrets lie among them. */
export function variablesOf(parts: readonly Part<unknown>[]): Variables {
  const all: Record<string, Variable> = {};
  for (const { variables } of parts) {
    for (const [name, variable] of Object.entries(variables)) {
      all[name] = variable;
      const { ofProcess = false } = variable;
      for (const place of secretIdsOf(name, variable)) {
        Object.assign(all, {
          [place]: { ...secretIdVariable(name, place), ofProcess },
          ...secretManagerVariables,
        });
      }
    }
  }
  return all;
}

export function secretNames(variables: Variables): SecretName[] {
  return Object.entries(variables).flatMap(([name, { secret }]) =>
    secret === undefined ? [] : [{ name, isAddress: secret === 'address' }],
  );
}

/**
 * The configuration that a command needs, from an environment. Pure. Throws one `ConfigurationError` that names every wrong
 * variable with what is expected, and never a value.
 */
export function parseConfig<const P extends Parts>(env: Environment, parts: P): ConfigOf<P> {
  return requireConfig(checkConfig(env, parts)).config;
}

/** Throws what is wrong with a configuration, if anything is. */
export function requireConfig<C>({ config, problems, secrets }: Checked<C>): {
  config: C;
  secrets: readonly SecretValue[];
} {
  if (config !== undefined) return { config, secrets };
  throw new ConfigurationError(phrase('env_wrong', { problems }));
}

export interface Checked<C> {
  config: C | undefined;
  /** What is wrong, one a variable. */
  problems: readonly Phrase[];
  /** To be asked for at once. */
  secrets: readonly SecretValue[];
}

/** As `parseConfig`, for whoever has more to check. */
export function checkConfig<const P extends Parts>(env: Environment, parts: P): Checked<ConfigOf<P>> {
  const reading = new Reading(env);
  const build = combine(parts).read(reading);
  const problems = [...reading.problems.values()];
  return problems.length > 0 ? { config: undefined, problems, secrets: [] } : { ...build(), problems };
}

/** One look at an environment; each variable is complained of once, however many parts use it. */
class Reading {
  readonly problems = new Map<string, Phrase>();
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  /** What is wrong is undefined. */
  valuesOf(variables: Variables): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const [name, variable] of Object.entries(variables)) {
      const value = this.#read(name, variable);
      const places = secretIdsOf(name, variable);
      values[name] = places.length === 0 ? value : this.#secret(name, value as string | undefined, places);
    }
    return values;
  }

  missing(name: string, variable: Variable, way: Way = {}): void {
    const { example = null } = variable;
    const secretId = secretIdOf(name, variable) ?? null;
    const { or = null } = way;
    this.#complain(
      name,
      phrase('missing', { name, expected: expectationOf(variable), secretId, or, example }),
    );
  }

  #read(name: string, variable: Variable): unknown {
    const given = this.#env[name];
    const result = variable.check.safeParse(given === '' ? undefined : given);
    if (result.success) return result.data;
    this.#complain(
      name,
      phrase('wrong', { name, expected: expectationOf(variable), example: exampleOf(variable) }),
    );
    return undefined;
  }

  /** A value that is given goes before the secret that is named: a laptop overrides what the deployment has. */
  #secret(name: string, value: string | undefined, places: readonly string[]): SecretValue | undefined {
    if (value !== undefined) return { kind: 'given', value };
    const secretId = places.map((place) => this.#env[place]).find(Boolean);
    if (secretId === undefined) return undefined;
    const { PROJECT_ID, SECRET_MANAGER_ENDPOINT } = secretManagerVariables;
    const projectId = this.#read('PROJECT_ID', PROJECT_ID) as string | undefined;
    const endpoint = this.#read('SECRET_MANAGER_ENDPOINT', SECRET_MANAGER_ENDPOINT) as string | undefined;
    if (projectId === undefined) this.missing('PROJECT_ID', PROJECT_ID, { or: name });
    return referenceTo(secretId, { PROJECT_ID: projectId, SECRET_MANAGER_ENDPOINT: endpoint });
  }

  #complain(name: string, problem: Phrase): void {
    if (!this.problems.has(name)) this.problems.set(name, problem);
  }
}

/** A number is best told by one: the default. */
function exampleOf({ check, example }: Variable): string | null {
  const usual = check.safeParse(undefined).data;
  return example ?? (typeof usual === 'number' ? String(usual) : null);
}

/** What a variable expects: what its check carries, or the one inside its default or optional. */
export function expectationOf({ check }: Variable): Phrase {
  let type: z.ZodType | undefined = check;
  while (type !== undefined) {
    const expects = type.meta()?.['expects'];
    if (isPhrase(expects)) return expects;
    type =
      type instanceof ZodOptional || type instanceof ZodDefault ? (type.unwrap() as z.ZodType) : undefined;
  }
  return phrase('valid');
}
