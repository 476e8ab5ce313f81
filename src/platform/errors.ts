/**
 * Errors are named by what the caller does about them, and each name has one exit code (sysexits.h where it has one).
 * A message says what was attempted and what happened; `hint` says what to do next. Both are one line, fit for a shop's operator.
 */
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

export interface ErrorOptions {
  /** What to do next, as an instruction. */
  hint?: string;
  cause?: unknown;
}

export abstract class SyncError extends Error {
  abstract readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint;
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

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, { hint: 'run again with LOG_LEVEL=debug and report the stack', ...options });
  }
}

/** A person has to change something first: configuration, permission, secret, schema. */
export class ConfigurationError extends SyncError {
  readonly exitCode = EXIT.configuration;
}

export type StopSignal = 'SIGINT' | 'SIGTERM';

export class InterruptedError extends SyncError {
  readonly exitCode: ExitCode;

  constructor(signal: StopSignal) {
    super(`stopped by ${signal}`, { hint: 'what was committed stays; the next run goes on' });
    this.exitCode = signal === 'SIGINT' ? EXIT.sigint : EXIT.sigterm;
  }
}

export function asSyncError(error: unknown): SyncError {
  if (error instanceof SyncError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new BugError(`unexpected: ${message}`, { cause: error });
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
