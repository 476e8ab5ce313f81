import type { Kind } from './server.ts';

/** A server program on this machine, and what it takes to run it from where it lies. */
export interface ServerProgram {
  kind: Kind;
  command: string;
  /** Before the server's own arguments: what a loader needs that was called in the program's stead. */
  leadingArgs: string[];
  /** The folder above `bin` or `sbin`. */
  baseFolder: string;
  /** Where it differs from what was compiled in. */
  pluginFolder?: string;
  origin: string;
}
