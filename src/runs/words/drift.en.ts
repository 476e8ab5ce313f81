import { formatsIn } from '../../platform/formats.ts';
import type { DriftReport } from '../drift.ts';

const { number, plural } = formatsIn('en-US');

/** What a reconcile found, in the summary of its run. */
export const enDrift = {
  wouldReconcile: 'A reconcile would do this',
  nothingCompared: 'nothing was compared',
  /** "shopify: 120 listings compared, 3 differed: 3 corrected". */
  compared: (
    channel: string,
    { listings, read, unread, drifted, corrected, adopted, left, stopped, ended }: DriftReport,
  ): string => {
    if (ended === 'paused') return `${channel} is paused`;
    const compared = read - unread;
    const all =
      compared === listings
        ? `${channel}: ${plural(listings, 'listing', 'listings')} compared`
        : `${channel}: ${number(compared)} of ${plural(listings, 'listing', 'listings')} compared`;
    if (drifted === 0) return `${all}, none differs`;
    if (stopped) return `${all}, ${number(drifted)} differ, none of them corrected`;
    const outcomes = [
      ...(corrected > 0 ? [`${number(corrected)} corrected`] : []),
      ...(adopted > 0 ? [`${number(adopted)} taken for the stock`] : []),
      ...(left > 0 ? [`${number(left)} left as they are`] : []),
    ];
    return `${all}, ${number(drifted)} differed: ${outcomes.join(', ')}`;
  },
};
