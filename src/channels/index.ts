import type { Resources } from '../platform/command.ts';
import { combine, type ConfigOf } from '../platform/config/config.ts';
import type { Channel } from './channel.ts';
import * as publications from './publications/index.ts';

/** The channels that there are. A new one is a folder, and its line here. */
const rooms = { publications };

export { notify } from './publications/index.ts';

export const channelsConfig = combine({ publications: publications.config });

export type ChannelsConfig = ConfigOf<{ channels: typeof channelsConfig }>['channels'];

/** Whether there is anybody to tell; where not, nothing becomes pending. */
export function anyOn(config: ChannelsConfig): boolean {
  return Object.values(config).some((each) => each !== undefined);
}

/** Those that the configuration switches on. */
export function openChannels(job: Resources & { config: { channels: ChannelsConfig } }): Channel[] {
  const { channels } = job.config;
  const opened = Object.entries(rooms).map(([name, { open }]) =>
    open({ ...job, config: channels[name as keyof typeof rooms] }),
  );
  return opened.filter((channel) => channel !== undefined);
}

export const parts = [channelsConfig];

/** What `doctor` looks at, channel by channel. */
export const checks = () =>
  Promise.all(Object.values(rooms).map(async (room) => (await room.checks()).checks));
