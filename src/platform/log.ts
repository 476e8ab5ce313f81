import { Writable } from 'node:stream';
import { type DestinationStream, type Logger, pino } from 'pino';
import { EXIT, type SyncError } from './errors.ts';
import { redact } from './redact.ts';
import { printable } from './text.ts';

export type Log = Logger;
type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

export interface LogOptions {
  level: LogLevel;
  format: 'json' | 'pretty';
}

/** Cloud Logging's names for pino's levels. */
const SEVERITY: Record<string, string> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

/**
 * One JSON object a line on stderr with `severity`, `message` and `time`. Written synchronously: the last line of a run
 * must stand even if the process ends in the next instant.
 */
export async function createLog(options: LogOptions, holder?: LineHolder): Promise<Log> {
  const target =
    options.format === 'pretty' ? await prettyStream(holder) : pino.destination({ fd: 2, sync: true });
  return pino(
    {
      level: options.level,
      messageKey: 'message',
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ severity: SEVERITY[label] ?? 'DEFAULT' }) },
    },
    redacting(target),
  );
}

async function prettyStream(holder: LineHolder | undefined): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty');
  return pretty({
    destination: holder ?? 2,
    sync: true,
    messageKey: 'message',
    levelKey: 'severity',
    timestampKey: 'time',
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'run_id,phase',
    customLevels: 'DEBUG:20,INFO:30,WARNING:40,ERROR:50,CRITICAL:60',
    hideObject: true,
  });
}

/** Keeps lines back until somebody asks for them. */
export interface LineHolder extends NodeJS.WritableStream {
  lines(): string;
}

export function logLineHolder(): LineHolder {
  const held: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      held.push(chunk.toString());
      done();
    },
  });
  return Object.assign(stream, { lines: () => held.join('') });
}

function redacting(target: DestinationStream): DestinationStream {
  return new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      target.write(redact(line));
      done();
    },
  });
}

/** Logs an error as one line: what was attempted, what to do; the stack only where somebody debugs. */
export function logError(log: Log, error: SyncError, level = levelOf(error)): void {
  const message = printable(
    error.hint === undefined ? error.message : `${error.message}; ${error.hint}`,
    4000,
  );
  log[level]({ error: error.name, exit_code: error.exitCode }, message);
  if (log.isLevelEnabled('debug')) log.debug({ stack: stackOf(error) }, 'where the error arose');
}

/** A run that meets another one is harmless: the scheduler may deliver twice. */
function levelOf({ exitCode }: SyncError): 'warn' | 'error' {
  return exitCode === EXIT.locked ? 'warn' : 'error';
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
