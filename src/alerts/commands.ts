import { list as channels } from '../channels/commands.ts';
import type { CommandSpec } from '../platform/command.ts';
import { list, show } from '../runs/commands.ts';

/** `channels`, before what stands under it. */
export const channelLists: readonly CommandSpec[] = [
  { ...channels, name: 'channels' },
  { ...channels, parent: 'channels', name: 'list' },
].map((spec) => ({ ...spec, load: () => import('./list-channels.ts') }));

export const commands: readonly CommandSpec[] = [
  { ...list, load: () => import('./list-runs.ts') },
  { ...show, load: () => import('./show.ts') },
];
