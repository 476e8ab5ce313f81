import { logConfig } from '../config.ts';
import { createLog, type Log } from '../platform/log.ts';
import type { Context } from './context.ts';

/** The log of a command that has no run of its own. */
export function plainLog({ env, onTerminal }: Context): Promise<Log> {
  const log = logConfig(env);
  const pretty = log.format === 'pretty' || (log.format === 'auto' && onTerminal);
  return createLog({ level: log.level, format: pretty ? 'pretty' : 'json' });
}
