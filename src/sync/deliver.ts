import { countPending, deliver, type Delivering, leavePending } from '../channels/deliver.ts';
import type { Phases } from '../runs/phases.ts';
import type { ProcedureStore } from './store.ts';

export interface AfterLoad extends Delivering {
  procedures: ProcedureStore;
  phases: Phases;
  /** False with `--no-notify`: what is pending stays pending. */
  send: boolean;
}

/**
 * What a load has left to do, of this run or an earlier one: first the procedures, because the receivers read the tables that
 * these rebuild, then the notifications. Throws `OwedError` where something stays pending.
 */
export async function deliverPending(job: AfterLoad): Promise<void> {
  const { procedures, phases, ledger } = job;
  await countPending(job);
  if (await procedures.arePending()) await phases.run('procedures', () => procedures.call());
  if (ledger.owed === 0) return;
  if (job.send) await phases.run('webhooks', () => deliver(job));
  else leavePending(job);
}
