import type { CommandSpec } from '../platform/command.ts';
import { show } from '../runs/commands.ts';

export const commands: readonly CommandSpec[] = [{ ...show, load: () => import('./show.ts') }];
