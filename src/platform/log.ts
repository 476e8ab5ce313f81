import { Writable } from 'node:stream';
import { type DestinationStream, type Logger, pino } from 'pino';
import { BugError, EXIT, type SyncError } from './errors.ts';
import type { Describe, Phrase, Told } from './phrase.ts';
import { redact } from './redact.ts';
import { writeToStderr } from './stdio.ts';
import { printable } from './text.ts';
import { columnsOf, wrapped } from './wrap.ts';

export type Log = Logger;
type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

export interface LogOptions {
  level: LogLevel;
  format: 'json' | 'pretty';
  place?: LogPlace | undefined;
  /** In the reader's language where a person reads; JSON is English. */
  describe: Describe;
}

/** Where the job runs, as Cloud Logging and Error Reporting want it said on every line. */
export interface LogPlace {
  service: string;
  version: string;
  labels: Readonly<Record<string, string | undefined>>;
  /** "projects/shop/traces/…", where one is known. */
  trace: string | undefined;
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

/** One JSON object a line on stderr with `severity`, `message` and `time`. */
export async function createLog(options: LogOptions, holder?: LineHolder): Promise<Log> {
  const target = options.format === 'pretty' ? await prettyStream(holder) : { write: writeToStderr };
  return pino(
    {
      level: options.level,
      messageKey: 'message',
      base: options.place === undefined ? null : placeOf(options.place),
      mixin: (fields, level) => errorEvent(fields, level, options.place),
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      hooks: { logMethod: wordingIn(options) },
      formatters: { level: (label) => ({ severity: SEVERITY[label] ?? 'DEFAULT' }) },
    },
    redacting(target),
  );
}

function placeOf({ labels, trace }: LogPlace): object {
  return {
    'logging.googleapis.com/labels': labels,
    ...(trace === undefined ? {} : { 'logging.googleapis.com/trace': trace }),
  };
}

/** Pino's number for `error`. */
const ERROR_LEVEL = 50;

/** Not for the line itself: where Error Reporting reads along, it gets the error behind it. */
const CAUSE = Symbol('the error of this line');

/** With its type said, Error Reporting takes a line without a stack as well; a stack is of use only where this program is wrong. */
function errorEvent(fields: { [CAUSE]?: SyncError }, level: number, place: LogPlace | undefined): object {
  const cause = fields[CAUSE];
  if (cause === undefined || place === undefined || level < ERROR_LEVEL) return {};
  return {
    '@type': 'type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent',
    serviceContext: { service: place.service, version: place.version },
    ...(cause instanceof BugError ? { stack_trace: stackOf(cause) } : {}),
  };
}

async function prettyStream(holder: LineHolder | undefined): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty');
  return pretty({
    destination: holder ?? stderrStream(),
    messageKey: 'message',
    levelKey: 'severity',
    timestampKey: 'time',
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'run_id,phase',
    messageFormat: '{if target}{target}: {end}{message}',
    customLevels: 'DEBUG:20,INFO:30,WARNING:40,ERROR:50,CRITICAL:60',
    hideObject: true,
  });
}

function stderrStream(): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      writeToStderr(onScreen(chunk));
      done();
    },
  });
}

function onScreen(lines: Buffer): string {
  return wrapped(lines.toString(), columnsOf(process.stderr));
}

/** Keeps lines back until somebody asks for them. */
export interface LineHolder extends NodeJS.WritableStream {
  /** Each line once. */
  lines(): string;
}

export function logLineHolder(): LineHolder {
  const held: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      held.push(onScreen(chunk));
      done();
    },
  });
  return Object.assign(stream, { lines: () => held.splice(0).join('') });
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

type LogMethod = (this: Logger, args: Parameters<Logger['info']>, method: Logger['info']) => void;

/** The field `phrase` of a line becomes its message, in the words of whoever reads the log. */
function wordingIn({ describe, format }: LogOptions): LogMethod {
  return function worded(args, method) {
    const [{ phrase, ...fields }] = args as unknown as [{ phrase?: Phrase }];
    if (phrase === undefined) method.apply(this, args);
    else method.call(this, fields, (format === 'pretty' ? inLines : inOneLine)(describe(phrase)));
  };
}

const MOST_CHARS = 4000;

/** With its hint, safe to print and to store. */
export function inOneLine({ message, lines, hint }: Told): string {
  const whole = lines === undefined ? message : `${message}: ${lines.join('; ')}`;
  return printable(hint === undefined ? whole : `${whole}; ${hint}`, MOST_CHARS);
}

/** Several of a kind below each other, as a person reads them. */
function inLines(told: Told): string {
  if (told.lines === undefined) return inOneLine(told);
  const { message, lines, hint } = told;
  const all = [
    `${message}:`,
    ...lines.map((line) => `  ${line}`),
    ...(hint === undefined ? [] : [`  → ${hint}`]),
  ];
  return all.map((line) => printable(line, MOST_CHARS)).join('\n');
}

/** Logs an error as one line: what was attempted, what to do; the stack only where somebody debugs. */
export function logError(
  log: Log,
  error: SyncError,
  level: 'warn' | 'error' | 'fatal' = levelOf(error),
): void {
  const fields = { error: error.name, error_code: error.phrase.code, exit_code: error.exitCode };
  log[level]({ ...fields, phrase: error.phrase, [CAUSE]: error });
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
