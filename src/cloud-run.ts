import type { Environment } from './config.ts';
import type { LogHome } from './platform/log.ts';
import { programVersion } from './platform/version.ts';

/** What Cloud Run tells a job of itself, in variables that nobody sets by hand. */

/** Undefined outside Cloud Run, where lines need nobody's names. */
export function logHome(env: Environment): LogHome | undefined {
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
