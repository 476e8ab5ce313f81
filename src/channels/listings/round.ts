import { Call, type ListingDelivery, type ListingJob } from './call.ts';
import { DueListings } from './due.ts';
import { noteFailure, readState } from '../state.ts';

/** Checks the listings that are due and writes those with a wrong quantity, call by call, until none is due. */
export async function deliverListings(job: ListingJob): Promise<ListingDelivery> {
  const { session, channel, marketplace, holder, signal, endsAtMs = Infinity } = job;
  const due = new DueListings(session, channel, holder);
  const delivery: ListingDelivery = {
    ...{ looked: 0, accepted: 0, refused: 0, dead: 0 },
    ...{ ended: undefined, lastFailure: undefined },
  };
  while (delivery.ended === undefined) {
    if (signal.aborted) return { ...delivery, ended: 'stopped' };
    if (performance.now() >= endsAtMs) return { ...delivery, ended: 'budget' };
    const { pausedAt, waitMs } = await readState(session, channel);
    if (pausedAt !== null) return { ...delivery, ended: 'paused' };
    if (waitMs > 0) return { ...delivery, ended: 'paced' };
    const taken = await due.take(marketplace.listingsPerCall, { whole: marketplace.writesWhole });
    if (taken.length === 0) return endOf(delivery, job);
    delivery.looked += taken.length;
    try {
      await new Call(job, due, delivery).look(taken);
    } finally {
      await due.letGo();
    }
  }
  return delivery;
}

/** Where everything was refused, the cause is not the listings. */
async function endOf(delivery: ListingDelivery, { session, channel }: ListingJob): Promise<ListingDelivery> {
  if (delivery.refused === 0 || delivery.accepted > 0) return delivery;
  await noteFailure(session, channel, delivery.lastFailure?.code ?? null);
  return { ...delivery, ended: 'failing' };
}
