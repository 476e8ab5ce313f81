import { asSyncError, EXIT } from './errors.ts';
import type { Log } from './log.ts';
import { printable } from './text.ts';

/**
 * Node prints a warning, and an error that nobody caught, in several lines, of which a log collector makes several entries.
 * Here each is one line of the process's own log; such an error ends the process as a bug.
 */
export function watchProcess(openLog: () => Promise<Log>): void {
  const warn = async ({ name, message }: Error): Promise<void> => {
    const log = await openLog();
    log.warn({ warning: name }, printable(message.replaceAll(/\s*\n\s*/g, ' '), 1000));
  };
  const end = async (error: unknown): Promise<void> => {
    try {
      // Whatever else is under way ends here: nobody knows what state it is in.
      const { logError } = await import('./log.ts');
      logError(await openLog(), asSyncError(error), 'fatal');
    } finally {
      process.exit(EXIT.bug);
    }
  };
  // Node's own listener prints.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => void warn(warning));
  process.on('uncaughtException', (error) => void end(error));
}
