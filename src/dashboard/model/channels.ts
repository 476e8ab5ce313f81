import { type Backlog, isLate, isOn } from '../../alerts/late.ts';
import type { Lateness } from '../../alerts/config.ts';
import { channels, labelOf, type Unit, unitOf } from '../../channels/index.ts';
import type { Phrase } from '../../platform/phrase.ts';
import { isoOf } from '../../platform/zone.ts';

/** What a channel knows of the stock. */
export interface ChannelState {
  channel: string;
  /** What the shop's owner calls it. */
  label: Phrase | string;
  /** What is counted: products, or a marketplace's listings. */
  unit: Unit;
  /** Whether it is told anything. */
  on: boolean;
  pending: number;
  /** Since when the one is pending that has been for longest. */
  since: string | null;
  /** Never where nobody is told anything. */
  late: boolean;
  /** A few of them wait since long before the others, which wait since then; 0 and null where there are no such few. */
  earlier: number;
  most_since: string | null;
  dead: number;
  /** In a marketplace, the code of what keeps everything from being sent; null where nothing does. */
  reason: string | null;
  /** Since when it is paused; null where it is not. */
  paused_at: string | null;
}

/** Those that learn the stock from runs, and those that still lack something of it. */
export function channelStates(backlogs: readonly Backlog[], lateness: Lateness): ChannelState[] {
  const names = new Set([
    ...(lateness.webhooks ? Object.keys(channels) : []),
    ...lateness.marketplaces,
    ...backlogs.map(({ channel }) => channel),
  ]);
  return [...names].map((channel) => {
    const on = isOn(channel, lateness);
    const backlog = backlogs.find((each) => each.channel === channel);
    const {
      pending = 0,
      since = null,
      earlier = 0,
      mostSince = null,
      dead = 0,
      reason = null,
      pausedAt = null,
    } = backlog ?? {};
    return {
      channel,
      label: labelOf(channel),
      unit: unitOf(channel),
      on,
      pending,
      since: since === null ? null : isoOf(since),
      late: on && backlog !== undefined && isLate(backlog, lateness.afterRuns),
      earlier,
      most_since: mostSince === null ? null : isoOf(mostSince),
      dead,
      reason,
      paused_at: pausedAt === null ? null : isoOf(pausedAt),
    };
  });
}
