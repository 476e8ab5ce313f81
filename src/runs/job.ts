import { startHeartbeat } from './heartbeat.ts';
import type { DatabaseConfig } from '../mysql/config.ts';
import type { TableAdvice } from '../mysql/errors.ts';
import { giveLockBack, takeLock } from '../mysql/lock.ts';
import { openSchema } from '../mysql/open.ts';
import type { Session } from '../mysql/session.ts';
import type { CommandSpec, Job } from '../platform/command.ts';
import type { ConfigOf, Parts } from '../platform/config/config.ts';
import type { Progress } from '../platform/progress.ts';
import type { Outcome, RunIdentity, Skipped } from './report.ts';
import { runningInWords } from './store.ts';

/** A batch command at work: it has a run id, and ends with a report. */
export interface RunJob<C> extends Job<C> {
  runId: string;
  progress: Progress;
  /** The run's connection, once it has one. */
  session: Session | undefined;
}

/** What a batch command does. */
export interface RunBody<P extends Parts, Flags> {
  config: P;
  work(job: RunJob<ConfigOf<P>>, flags: Flags): Promise<Outcome | Skipped>;
}

/** A batch command as a room adds it to the program. */
export interface RunSpec extends Omit<CommandSpec, 'load'> {
  identity(flags: Record<string, unknown>): Omit<RunIdentity, 'runId' | 'target'>;
  load(): Promise<{ command: RunBody<Parts, never> }>;
}

/**
 * The schema of a run, up to date with the program. Unless the run only looks, the schema's lock is taken and the run shows that
 * it is alive, until its scope ends.
 */
export async function openRun(
  job: RunJob<{ database: DatabaseConfig }>,
  { writes, ofTables, waitS }: { writes: boolean; ofTables?: TableAdvice; waitS?: number },
): Promise<Session> {
  const session = await openSchema(job, ofTables);
  job.session = session;
  if (!writes) return session;
  const { schema } = job.config.database;
  await takeLock(session, schema, runningInWords, waitS);
  job.scope.defer(() => giveLockBack(session, schema));
  job.scope.defer(startHeartbeat(session, job.runId));
  return session;
}
