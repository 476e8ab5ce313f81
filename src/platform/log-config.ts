import { oneOf } from './config/checks.ts';
import { checkConfig, type ConfigOf, definePart } from './config/config.ts';
import { logPlace } from './cloud-run.ts';
import type { Environment } from './environment.ts';
import type { LogPlace } from './log.ts';

export const logConfig = definePart(
  {
    LOG_LEVEL: {
      check: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
      about: 'log lines of this level and of those above it are written',
      ofProcess: true,
    },
    LOG_FORMAT: {
      check: oneOf('json', 'pretty', 'auto').default('auto'),
      about: 'how log lines look; `auto` is `pretty` on a terminal and `json` everywhere else',
      ofProcess: true,
    },
  },
  (v) => ({ level: v.LOG_LEVEL, format: v.LOG_FORMAT }),
);

type LogConfig = ConfigOf<{ log: typeof logConfig }>['log'];

/**
 * How to log. Where that itself is wrong, the defaults: a wrong level is named with everything else that is wrong, in a log and
 * in the report that there would not be without one.
 */
export function loggingOf(env: Environment): LogConfig & { place: LogPlace | undefined } {
  const read = (given: Environment): LogConfig | undefined =>
    checkConfig(given, { log: logConfig }).config?.log;
  return { ...(read(env) ?? (read({}) as LogConfig)), place: logPlace(env) };
}
