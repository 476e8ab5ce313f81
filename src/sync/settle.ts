import { ConfigurationError, OwedError } from '../platform/errors.ts';
import type { Progress } from '../platform/progress.ts';
import { plural } from '../platform/text.ts';
import type { Publications } from '../publications/publications.ts';
import type { Store } from '../store/store.ts';
import { balanceWebhooks, type Ledger } from './ledger.ts';
import type { Phases } from './phases.ts';

export interface Debtor {
  store: Pick<Store, 'procedures' | 'outbox'>;
  /** Undefined where nothing is to be notified: nothing is owed and nothing sent. */
  publications: Publications | undefined;
  /** False with `--no-notify`: what is owed stays owed. */
  send: boolean;
  phases: Phases;
  ledger: Ledger;
  signal: AbortSignal;
  progress: Progress;
}

/**
 * Pays what is owed, by this run or an earlier one: first the procedures, because the receivers read the tables that these
 * rebuild, then the webhooks. Throws `OwedError` where something stays owed.
 */
export async function settleDebts(debtor: Debtor): Promise<void> {
  const { store, phases, ledger, publications } = debtor;
  if (publications !== undefined) {
    ledger.owed = await store.outbox.countOwed();
    ledger.pending = ledger.owed;
  }
  if (await store.procedures.owed()) await phases.run('procedures', () => store.procedures.call());
  if (publications === undefined || ledger.owed === 0) return;
  if (debtor.send) await phases.run('webhooks', () => sendWebhooks(debtor, publications));
  else throw stillOwed(ledger, 'sending was switched off with --no-notify', 'run `notify`');
}

async function sendWebhooks(
  { store, ledger, signal, progress }: Debtor,
  publications: Publications,
): Promise<void> {
  const { delivered, dead, ended, lastFailure } = await publications.deliver(store.outbox, (sent) =>
    progress.count('webhooks', sent, ledger.owed),
  );
  ledger.delivered = delivered;
  ledger.dead = dead;
  if (ended === 'stopped') {
    // Nothing more is asked of the database: what was not taken out is still owed.
    ledger.pending = ledger.owed - delivered;
    signal.throwIfAborted();
  }
  ledger.pending = await store.outbox.countOwed();
  balanceWebhooks(ledger);
  if (ended === 'secret') {
    throw new ConfigurationError(
      `the publications service refuses the secret; ${plural(ledger.pending, 'webhook')} still owed`,
      { hint: 'correct SECRET_PUBLICATIONS' },
    );
  }
  if (ledger.pending === 0) return;
  const why =
    ended === 'budget' ? 'NOTIFY_BUDGET_MS was used up' : (lastFailure ?? 'the receiver refused them');
  throw stillOwed(ledger, why, 'the next run, or `notify`, sends them');
}

function stillOwed({ pending }: Ledger, why: string, hint: string): OwedError {
  return new OwedError(`${plural(pending, 'webhook')} still owed: ${why}`, { hint });
}
