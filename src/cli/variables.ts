import { type Part, secretNames, type Variables, variablesOf } from '../platform/config/config.ts';
import { isLike } from '../platform/dot-env.ts';
import {
  cutInDotEnv,
  dotEnv,
  type Environment,
  oddInDotEnv,
  readEnvironment,
} from '../platform/environment.ts';
import { phrase } from '../platform/errors.ts';
import type { Phrase } from '../platform/phrase.ts';

/** What each room reads of the environment. */
export async function partsByRoom() {
  const [platform, mysql, runs, sources, sync, channels, alerts] = await Promise.all([
    import('../platform/config/process.ts'),
    import('../mysql/config.ts'),
    import('../runs/config.ts'),
    import('../sources/config.ts'),
    import('../sync/config.ts'),
    import('../channels/config.ts'),
    import('../alerts/config.ts'),
  ]);
  return {
    sources: sources.parts,
    mysql: mysql.parts,
    channels: channels.parts,
    runs: runs.parts,
    sync: sync.parts,
    alerts: alerts.parts,
    platform: platform.parts,
  } satisfies Record<string, readonly Part<unknown>[]>;
}

/** Every variable of the program. */
export async function allVariables(): Promise<Variables> {
  const parts: readonly Part<unknown>[] = Object.values(await partsByRoom()).flat();
  return variablesOf(parts);
}

export async function environment(): Promise<Environment> {
  return readEnvironment(secretNames(await allVariables()));
}

/** What `.env` may have meant otherwise than it is read: a line that is none of a variable, a value that a # cuts short, and a name that is none of the program. */
export async function doubtsOfDotEnv(env: Environment): Promise<Phrase[]> {
  const odd = oddInDotEnv().map((line) => phrase('env_odd', { line }));
  const variables = await allVariables();
  const names = cutInDotEnv(secretNames(variables)).filter((name) => Object.hasOwn(variables, name));
  const cut = names.length === 0 ? [] : [phrase('env_cut', { names })];
  const strange = Object.keys(dotEnv()).filter((name) => !Object.hasOwn(variables, name));
  const unset = strange.length === 0 ? [] : Object.keys(variables).filter((name) => env[name] === undefined);
  const mistyped = strange.flatMap((given) => {
    const meant = unset.find((name) => isLike(given, name));
    return meant === undefined ? [] : phrase('env_mistyped', { given, meant });
  });
  return [...odd, ...cut, ...mistyped];
}
