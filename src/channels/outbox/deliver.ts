import { ConfigurationError, UnavailableError } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';
import type { Progress } from '../../platform/progress.ts';
import { balanceWebhooks, type Ledger } from '../../runs/ledger.ts';
import type { Channel, Delivery } from '../channel.ts';
import type { Outbox } from './outbox.ts';
import { phrase } from '../phrase.ts';

/** All is done but that webhooks are still pending. */
export class OwedError extends UnavailableError {}

export interface Delivering {
  /** Empty where nobody is to be notified. */
  channels: readonly Channel[];
  outbox: Outbox;
  ledger: Ledger;
  signal: AbortSignal;
  progress: Progress;
  log: Log;
}

/** Takes in hand what is pending, of this run or an earlier one, and adds it to the ledger. Returns how many. */
export async function claimPending({ channels, outbox, ledger }: Delivering): Promise<number> {
  if (channels.length === 0) return 0;
  const claimed = await outbox.claim();
  ledger.owed += claimed;
  ledger.pending += claimed;
  return claimed;
}

/**
 * Sends what is pending. Throws `OwedError` where something stays pending, unless somebody paused the channel. Returns whether more could
 * be sent.
 */
export async function deliver(delivering: Delivering): Promise<boolean> {
  const { channels, outbox, ledger, signal, progress, log } = delivering;
  let goesOn = true;
  for (const channel of channels) {
    const letGoBefore = outbox.letGo;
    const delivery = await channel.deliver(outbox, (sent) => progress.count('webhooks', sent, ledger.owed));
    ledger.delivered += delivery.delivered;
    ledger.dead += delivery.dead;
    if (delivery.ended === 'stopped') {
      // Nothing more is asked of the database: what was not taken out is still pending.
      ledger.pending = ledger.owed - ledger.delivered - ledger.dead;
      signal.throwIfAborted();
    }
    ledger.owed -= outbox.letGo - letGoBefore;
    ledger.pending = await outbox.countPending();
    balanceWebhooks(ledger);
    refuseRest(channel, delivery, ledger);
    if (delivery.ended !== 'paused') continue;
    goesOn = false;
    const { pausedAt } = await outbox.state();
    log.warn({ phrase: phrase('is_paused', { service: channel.service, since: pausedAt ?? '' }) });
  }
  return goesOn;
}

function refuseRest(
  { service, secretHint }: Channel,
  { ended, lastFailure }: Delivery,
  ledger: Ledger,
): void {
  if (ended === 'secret') {
    const refused = { service, count: ledger.pending, hint: secretHint };
    throw new ConfigurationError(phrase('secret_refused', refused));
  }
  // Whoever paused it knows; the next run after `channels resume` sends the rest.
  if (ledger.pending === 0 || ended === 'paused') return;
  const why = ended === 'budget' ? phrase('budget_used') : (lastFailure ?? phrase('all_refused'));
  throw new OwedError(phrase('still_pending', { count: ledger.pending, why }));
}

/** Where nothing is to be sent now. Throws `OwedError` where something is pending. */
export function leavePending({ ledger: { pending } }: Pick<Delivering, 'ledger'>): void {
  if (pending > 0) throw new OwedError(phrase('not_sent', { count: pending }));
}
