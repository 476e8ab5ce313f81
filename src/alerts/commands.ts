import type { CommandSpec } from '../platform/command.ts';
import { list, show } from '../runs/commands.ts';

export const commands: readonly CommandSpec[] = [
  { ...list, load: () => import('./list-runs.ts') },
  { ...show, load: () => import('./show.ts') },
];
