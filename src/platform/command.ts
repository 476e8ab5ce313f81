import type { OptionSpec } from './arguments.ts';
import type { ConfigOf, Parts } from './config/config.ts';
import type { Environment } from './environment.ts';
import type { ExitCode, SyncError } from './errors.ts';
import type { Language } from './language.ts';
import type { Log } from './log.ts';
import type { Describe, Phrase } from './phrase.ts';
import type { Secrets } from './secrets/secrets.ts';

/** The world outside the program, as a command is given it. */
export interface Context {
  env: Environment;
  /** Aborts at SIGTERM or SIGINT. */
  signal: AbortSignal;
  /** The name of the target whose environment this is; null where there is no file of targets. */
  target: string | null;
  /** Of the person who reads; scripts and logs have English. */
  language: Language;
  /** How phrases are said to that person, and in logs, tables and JSON. */
  inWords: Describe;
  inEnglish: Describe;
  /** Whether a person watches stderr. */
  onTerminal: boolean;
  /** How wide stdout is; undefined where it is no terminal. */
  columns: number | undefined;
  /** Whether other targets are worked on at the same time, whose lines come in between. */
  amongOthers: boolean;
  /** For what was asked for, and nothing else. */
  print(text: string): void;
}

/** What a command works with beside its configuration; what it opens is released when the scope ends, last first. */
export interface Resources {
  /** Aborts when the work must end. */
  signal: AbortSignal;
  log: Log;
  secrets: Secrets;
  scope: AsyncDisposableStack;
}

/** A command at work for one target. */
export interface Job<C> extends Context, Resources {
  config: C;
}

/** What a command does. The module is loaded when the command is called: `--help` needs none of them. */
export interface Body<P extends Parts, Flags, Args extends readonly unknown[] = [], Result = ExitCode> {
  config: P;
  /** Throws `UsageError` for flags that no configuration would make right. */
  check?(flags: Flags): void;
  /** Asks for no secret before it needs it. */
  asksLate?: true;
  work(job: Job<ConfigOf<P>>, flags: Flags, ...args: Args): Promise<Result>;
  /** What to do where the configuration is wrong; without it, the error is logged. */
  refused?(failure: SyncError, context: Context, log: Log, flags: Flags): ExitCode;
}

interface ArgumentSpec {
  /** "<run_id>", or "[sku]" where it may be left out. */
  name: string;
  about: Phrase;
  /** Throws `WrongArgumentError`. `before` is what came before it, where there may be several. */
  parse?(text: string, before: unknown): unknown;
}

/** A command as a room adds it to the program. */
export interface CommandSpec {
  /** Below another command: "runs" for `runs show`. */
  parent?: string;
  name: string;
  about: Phrase;
  argument?: ArgumentSpec | readonly ArgumentSpec[];
  options: readonly OptionSpec[];
  /** For each target, for one that must be named where there are several, or for none. */
  targets: 'each' | 'one' | 'none';
  /** What is wrong with these flags and arguments together, if anything; `env` is of the whole process, whatever its targets have. */
  conflict?(flags: Record<string, unknown>, args: readonly unknown[], env: Environment): Phrase | undefined;
  load(): Promise<{ command: Body<Parts, never, never> }>;
}

export interface JsonFlags {
  json: boolean;
}
