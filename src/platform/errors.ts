import { type Phrase, phrasesOf } from './phrase.ts';
import type { en } from './words/en.ts';

/** Exit codes, as in sysexits.h where it has one. */
export const EXIT = {
  ok: 0,
  usage: 64,
  source: 65,
  unavailable: 69,
  bug: 70,
  locked: 75,
  guard: 77,
  configuration: 78,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const phrase = phrasesOf<typeof en>('platform');

/**
 * What went wrong, as data. The class says what the caller does about it, and with what code the program exits; the phrase says
 * what was attempted, what happened and what to do next.
 */
export abstract class SyncError extends Error {
  abstract readonly exitCode: ExitCode;
  readonly phrase: Phrase;

  constructor(what: Phrase, options: { cause?: unknown } = {}) {
    super(`${what.code} ${JSON.stringify(what.params)}`, options);
    this.name = new.target.name;
    this.phrase = what;
  }
}

/** The command line is wrong. */
export class UsageError extends SyncError {
  readonly exitCode = EXIT.usage;
}

/** The source's answer is unreadable, incomplete, empty, or too much of it is unusable. */
export class SourceError extends SyncError {
  readonly exitCode = EXIT.source;
}

/** A service cannot be reached or keeps failing; the next run may succeed. */
export class UnavailableError extends SyncError {
  readonly exitCode = EXIT.unavailable;
}

/** A defect in this program. */
export class BugError extends SyncError {
  readonly exitCode = EXIT.bug;
}

/** A person has to change something first: configuration, permission, secret, schema. */
export class ConfigurationError extends SyncError {
  readonly exitCode = EXIT.configuration;
}

export type StopSignal = 'SIGINT' | 'SIGTERM';

export class InterruptedError extends SyncError {
  readonly exitCode: ExitCode;

  constructor(signal: StopSignal) {
    super(phrase('interrupted', { signal }));
    this.exitCode = signal === 'SIGINT' ? EXIT.sigint : EXIT.sigterm;
  }
}

export function asSyncError(error: unknown): SyncError {
  if (error instanceof SyncError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new BugError(phrase('unexpected', { why }), { cause: error });
}

const WORST_FIRST: readonly number[] = [
  EXIT.bug,
  EXIT.configuration,
  EXIT.guard,
  EXIT.source,
  EXIT.unavailable,
  EXIT.locked,
  EXIT.ok,
];

/** Where several exit codes hold, the contract's order decides; a signal or wrong usage stands above all. */
export function worstExit(codes: readonly ExitCode[]): ExitCode {
  const rank = (code: number): number => WORST_FIRST.indexOf(code);
  return codes.reduce((worst, code) => (rank(code) < rank(worst) ? code : worst), EXIT.ok as ExitCode);
}
