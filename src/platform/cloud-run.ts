import type { Environment } from './environment.ts';
import { ConfigurationError, phrase } from './errors.ts';
import type { LogPlace } from './log.ts';
import { programVersion } from './version.ts';

/** What Cloud Run tells a job or a service of itself, in variables that nobody sets by hand. */

/** Whether this is a service, which requests come to. */
export const isService = (env: Environment): boolean => env['K_SERVICE'] !== undefined;

/** Undefined outside Cloud Run, where lines need no such names. */
export function logPlace(env: Environment): LogPlace | undefined {
  const job = env['CLOUD_RUN_JOB'];
  if (job === undefined) return undefined;
  const labels = {
    execution: env['CLOUD_RUN_EXECUTION'],
    task: env['CLOUD_RUN_TASK_INDEX'],
    attempt: env['CLOUD_RUN_TASK_ATTEMPT'],
  };
  return {
    service: job,
    version: programVersion(),
    labels: Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== undefined)),
    trace: traceOf(env),
  };
}

/** A job answers no request and so has no trace, unless whoever starts it hands one over as W3C Trace Context. */
function traceOf(env: Environment): string | undefined {
  const [, id] = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(env['TRACEPARENT'] ?? '') ?? [];
  const project = env['GOOGLE_CLOUD_PROJECT'] ?? env['PROJECT_ID'];
  return id === undefined || project === undefined ? undefined : `projects/${project}/traces/${id}`;
}

interface Task {
  /** From 0. */
  index: number;
  count: number;
}

/** This process among the tasks of its execution; outside Cloud Run it is the only one. */
export function taskOf(env: Environment): Task {
  const index = Number(env['CLOUD_RUN_TASK_INDEX'] ?? 0);
  const count = Number(env['CLOUD_RUN_TASK_COUNT'] ?? 1);
  if (Number.isInteger(index) && Number.isInteger(count) && index >= 0 && index < count) {
    return { index, count };
  }
  throw new ConfigurationError(phrase('task_wrong'));
}

/** Item i belongs to task i modulo the number of tasks: each to exactly one, and to the same when a task is tried again. */
export function shareOf<T>(all: readonly T[], { index, count }: Task): T[] {
  return all.filter((_, position) => position % count === index);
}
