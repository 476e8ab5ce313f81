import { type Part, secretNames, type Variables, variablesOf } from '../platform/config/config.ts';
import { type Environment, readEnvironment } from '../platform/environment.ts';

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
