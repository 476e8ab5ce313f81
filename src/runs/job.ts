import { startHeartbeat } from './heartbeat.ts';
import type { DatabaseConfig } from '../mysql/config.ts';
import type { TableAdvice } from '../mysql/errors.ts';
import { takeLease } from '../mysql/lease.ts';
import { giveLockBack, takeLock } from '../mysql/lock.ts';
import { openSchema } from '../mysql/open.ts';
import type { Session } from '../mysql/session.ts';
import type { CommandSpec, Job } from '../platform/command.ts';
import type { ConfigOf, Parts } from '../platform/config/config.ts';
import type { Environment } from '../platform/environment.ts';
import type { Progress } from '../platform/progress.ts';
import type { Outcome, RunIdentity, Skipped } from './report.ts';
import { noteLock, runningInWords, type Speed } from './store.ts';

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
  identity(flags: Record<string, unknown>, env: Environment): Omit<RunIdentity, 'runId' | 'target'>;
  load(): Promise<{ command: RunBody<Parts, never> }>;
}

/** Whoever writes products or calls procedures has the schema's lock meanwhile. To send, nobody needs it. */
export interface RunLock {
  /** Throws `LockedError` where another run has it; does nothing where this one has it already. */
  take(): Promise<void>;
  /** From here on this run only sends, and others may load. */
  giveBack(): Promise<void>;
}

interface Opening {
  /** False of one that only looks. */
  writes: boolean;
  /** Whether it has the schema's lock from its start on, as its row then says. */
  locks: boolean;
  ofTables?: TableAdvice;
  /** How long it waits for the lock. */
  waitS?: number | undefined;
  /** Where there are two, which one is the run's. */
  speed?: Speed | undefined;
}

interface OpenRun {
  session: Session;
  lock: RunLock;
}

/** The schema of a run, up to date with the program. Unless the run only looks, others see until its scope ends that it is alive. */
export async function openRun(
  job: RunJob<{ database: DatabaseConfig }>,
  { writes, locks, ofTables, waitS, speed }: Opening,
): Promise<OpenRun> {
  const session = await openSchema(job, ofTables);
  job.session = session;
  const lock = lockOf(session, job, locks, { waitS, speed });
  if (!writes) return { session, lock };
  if (locks) await lock.take();
  await takeLease(session, job.runId);
  job.scope.defer(() => lock.release());
  job.scope.defer(startHeartbeat(session, job.runId));
  return { session, lock };
}

function lockOf(
  session: Session,
  { runId, config }: RunJob<{ database: DatabaseConfig }>,
  notedByItsRow: boolean,
  { waitS, speed }: Pick<Opening, 'waitS' | 'speed'>,
): RunLock & { release(): Promise<void> } {
  const { schema } = config.database;
  const part = speed === 'flash' ? speed : undefined;
  let has = false;
  let isNoted = notedByItsRow;
  const release = async (): Promise<void> => {
    if (!has) return;
    has = false;
    await giveLockBack(session, schema, part);
  };
  return {
    release,
    async take() {
      if (has) return;
      await takeLock(session, schema, (own) => runningInWords(own, speed), waitS, part);
      has = true;
      if (!isNoted) await noteLock(session, runId, true);
    },
    async giveBack() {
      if (has) await noteLock(session, runId, false);
      isNoted = false;
      await release();
    },
  };
}
