import type { Resources } from '../platform/command.ts';
import { combine } from '../platform/config/config.ts';
import type { RoomChecks } from '../platform/doctor.ts';
import type { RoomQuestions } from '../platform/interview.ts';
import { insidesOf } from '../platform/room.ts';
import type { Channel } from './channel.ts';
import { channels, marketplaces } from './index.ts';
import { sellingConfig } from './selling.ts';
import { parts as reconcileParts } from './reconcile/config.ts';
import { parts as stockParts } from './stock/config.ts';

const rooms = await insidesOf(channels);

/** Of each channel by its name; undefined where it is switched off. */
export type ChannelsConfig = Readonly<Record<string, unknown>>;

export const channelsConfig = combine(
  Object.fromEntries(Object.entries(rooms).map(([name, { config }]) => [name, config])),
);

export const parts = [channelsConfig, sellingConfig, ...stockParts, ...reconcileParts];

/** Whether there is anybody to tell; where not, nothing becomes pending. */
export function anyOn(config: ChannelsConfig): boolean {
  return Object.values(config).some((each) => each !== undefined);
}

/** Those that the configuration switches on. */
export function openChannels(job: Resources & { config: { channels: ChannelsConfig } }): Channel[] {
  const on = Object.entries(job.config.channels).filter(([, config]) => config !== undefined);
  return on.flatMap(([name, config]) => rooms[name]?.open({ ...job, config }) ?? []);
}

/** What `doctor` looks at, channel by channel. Every command loads this file, and few of them the database for it. */
export async function checks(): Promise<RoomChecks[]> {
  const ofChannels = await Promise.all(
    Object.values(rooms).map(async (room) => (await room.checks()).checks),
  );
  const { marketplaceChecks } = await import('./selling/checks.ts');
  return [...ofChannels, ...(await marketplaceChecks(marketplaces))];
}

/** What can be tried of a channel without sending it any change. */
export async function trialOf(channel: string): Promise<RoomChecks[]> {
  const room = marketplaces[channel];
  if (room === undefined) return rooms[channel] === undefined ? [] : [(await rooms[channel].checks()).checks];
  return (await import('./selling/checks.ts')).trialChecks(channel, room);
}

/** What `init` asks, channel by channel. */
export async function questions(): Promise<RoomQuestions[]> {
  const asking = Object.values(rooms).flatMap((room) => room.questions?.() ?? []);
  return (await Promise.all(asking)).map((room) => room.questions);
}
