import type { Environment } from '../config.ts';
import type { Language } from '../messages/language.ts';

/** What every command is given: the world outside the program. */
export interface Context {
  env: Environment;
  /** Aborts at SIGTERM or SIGINT. */
  signal: AbortSignal;
  /** The name of the target whose environment this is; null where there is no file of targets. */
  target: string | null;
  /** Of the person who reads; scripts and logs have English. */
  language: Language;
  /** Whether a person watches stderr. */
  onTerminal: boolean;
  /** For what was asked for, and nothing else. */
  print(text: string): void;
}
