import { claimPending, deliver, type Delivering, leavePending } from '../channels/outbox.ts';
import { LockedError } from '../mysql/lock.ts';
import { UnavailableError } from '../platform/errors.ts';
import type { RunLock } from '../runs/job.ts';
import type { RunSelling } from '../channels/sell.ts';
import type { Step } from '../runs/steps.ts';
import type { Phases } from '../runs/phases.ts';
import { phrase } from './phrase.ts';
import type { ProcedureStore } from './store.ts';

/** Whoever loads all the time must not keep a run for ever. */
const SEND_ROUNDS = 3;

export interface AfterLoad extends Delivering {
  procedures: ProcedureStore;
  lock: RunLock;
  phases: Phases;
  /** False with `--no-notify`: what is pending stays pending. */
  send: boolean;
}

/**
 * What a load has left to do, of this run or an earlier one: first the procedures, because the receivers read the tables that
 * these rebuild, then, without the schema's lock, the notifications. Throws `OwedError` where something stays pending.
 */
export async function deliverPending(job: AfterLoad): Promise<void> {
  const { outbox, lock, ledger } = job;
  // Of the load; from here on it is what this run has in hand.
  Object.assign(ledger, { owed: 0, pending: 0 });
  try {
    await claimPending(job);
    await callProcedures(job);
    if (ledger.owed === 0) return;
    if (!job.send) return leavePending(job);
    await lock.giveBack();
    await job.phases.run('webhooks', () => send(job));
  } finally {
    if (ledger.owed > ledger.delivered) await outbox.release();
  }
}

/** The marketplaces of a run, which were started before; meanwhile others may load. A step each: one that fails hides no other. */
export function finishSelling({ lock, selling }: { lock: RunLock; selling: RunSelling }): Step[] {
  return selling.channels.map((channel) => ({
    despiteFailure: true,
    async work({ sold }) {
      await lock.giveBack();
      await selling.finish(channel, (report) => (sold[channel] = report));
    },
  }));
}

/** With the schema's lock, which a run that only sends takes for this alone. */
async function callProcedures(job: AfterLoad): Promise<void> {
  const { procedures, lock, phases } = job;
  if (!(await procedures.arePending())) return;
  await lock.take().catch((error: unknown) => {
    if (!(error instanceof LockedError)) throw error;
    // That run calls them, and sends what it finds pending.
    throw new UnavailableError(phrase('procedures_first', { why: error.phrase }));
  });
  // Another run may have called them while this one waited for the lock.
  if (await procedures.arePending()) await phases.run('procedures', () => procedures.call());
  // What another run let go of meanwhile, because it waited for these procedures.
  await claimPending(job);
}

/**
 * Again where something is in nobody's hands after all: it changed while it was on its way, and the run that changed it found it in
 * this one's hands. Where that run has procedures to call, it sends it after them.
 */
async function send(job: AfterLoad): Promise<void> {
  for (let round = 1; ; round += 1) {
    const goesOn = await deliver(job);
    if (!goesOn || round === SEND_ROUNDS || (await job.procedures.arePending())) return;
    if ((await claimPending(job)) === 0) return;
  }
}
