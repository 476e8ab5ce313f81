import { type Backlog, isLate } from '../../alerts/late.ts';
import { channels, labelOf } from '../../channels/index.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { isoOf } from '../../platform/zone.ts';

/** What a channel knows of the stock. */
export interface ChannelState {
  channel: string;
  /** What the shop's owner calls it. */
  label: Phrase | string;
  pending: number;
  /** Since when the one is pending that has been for longest. */
  since: string | null;
  /** Never where nobody is told anything. */
  late: boolean;
  /** A few of them wait since long before the others, which wait since then; 0 and null where there are no such few. */
  earlier: number;
  most_since: string | null;
  dead: number;
  /** Since when it is paused; null where it is not. */
  paused_at: string | null;
}

export interface Lateness {
  /** In how many whole runs in a row something may stay pending. */
  afterRuns: number;
  /** Whether channels are told at all. */
  webhooks: boolean;
}

/** Those that learn the stock from runs, and those that still lack something of it. */
export function channelStates(
  backlogs: readonly Backlog[],
  { afterRuns, webhooks }: Lateness,
): ChannelState[] {
  const names = new Set([
    ...(webhooks ? Object.keys(channels) : []),
    ...backlogs.map(({ channel }) => channel),
  ]);
  return [...names].map((channel) => {
    const backlog = backlogs.find((each) => each.channel === channel);
    const {
      pending = 0,
      since = null,
      earlier = 0,
      mostSince = null,
      dead = 0,
      pausedAt = null,
    } = backlog ?? {};
    return {
      channel,
      label: labelOf(channel),
      pending,
      since: since === null ? null : isoOf(since),
      late: webhooks && backlog !== undefined && isLate(backlog, afterRuns),
      earlier,
      most_since: mostSince === null ? null : isoOf(mostSince),
      dead,
      paused_at: pausedAt === null ? null : isoOf(pausedAt),
    };
  });
}
