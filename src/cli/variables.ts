import {
  type Part,
  type Parts,
  secretNames,
  type Variables,
  variablesOf,
} from '../platform/config/config.ts';
import { type Environment, readEnvironment } from '../platform/environment.ts';

/** What each room reads of the environment. */
export async function partsByRoom() {
  const [platform, mysql, rabbitmq, runs, sources, sync, channels, sales, alerts, server, uploads] =
    await Promise.all([
      import('../platform/config/process.ts'),
      import('../mysql/config.ts'),
      import('../rabbitmq/config.ts'),
      import('../runs/config.ts'),
      import('../sources/config.ts'),
      import('../sync/config.ts'),
      import('../channels/config.ts'),
      import('../sales/config.ts'),
      import('../alerts/config.ts'),
      import('../server/config.ts'),
      import('../uploads/config.ts'),
    ]);
  return {
    sources: sources.parts,
    mysql: mysql.parts,
    channels: channels.parts,
    sales: [...rabbitmq.parts, ...sales.parts],
    runs: runs.parts,
    sync: sync.parts,
    alerts: alerts.parts,
    uploads: uploads.parts,
    server: server.parts,
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

/** These parts, and where one of them reads SOURCE, that there is such a source: rooms below the sources cannot tell. */
export async function withSourceName<const P extends Parts>(parts: P): Promise<P> {
  if (!Object.hasOwn(variablesOf(Object.values(parts)), 'SOURCE')) return parts;
  const { sourceName } = await import('../sources/config.ts');
  return { sourceName, ...parts };
}
