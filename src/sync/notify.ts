import type { Log } from '../platform/log.ts';
import type { Progress } from '../platform/progress.ts';
import type { Publications } from '../publications/publications.ts';
import type { Store } from '../store/store.ts';
import { conductRun, type RunBook } from './conduct.ts';
import type { Report } from './report.ts';
import { settleDebts } from './settle.ts';

export interface NotifyJob {
  runId: string;
  target: string | null;
  /** Also send again what was given up. */
  reviveDead: boolean;
  store: Store;
  publications: Publications | undefined;
  signal: AbortSignal;
  log: Log;
  progress: Progress;
}

/** Pays what earlier runs left owed. */
export function runNotify(job: NotifyJob): Promise<Report> {
  const frame = {
    ...job,
    command: 'notify' as const,
    mode: null,
    compare: null,
    forced: false,
    dryRun: false,
    runs: job.store.runs,
  };
  const work = async (book: RunBook): Promise<void> => {
    if (job.reviveDead) await job.store.outbox.revive();
    await settleDebts({ ...job, ...book, send: true });
  };
  return conductRun(frame, [{ work, despiteFailure: false }]);
}
