import type { Command } from 'commander';
import { PROGRAM, repository } from '../../platform/command-line.ts';
import { bash } from './bash.ts';
import { fish } from './fish.ts';
import type { Shell } from './shells.ts';
import { type Choices, placeOf } from './tree.ts';
import { zsh } from './zsh.ts';

const scripts = { bash, zsh, fish };

/** In the repository the name becomes that of `npm run job`, unless it is a command already: npm's own line cannot be completed. */
export function scriptFor(shell: Shell, root: Command, choices: Choices): string {
  return scripts[shell](PROGRAM, placeOf(root, choices), repository);
}
