import { pino } from 'pino';
import type { Log } from '../../../src/platform/log.ts';

/** A log whose lines the test reads, with phrases as data. */
export function keptLog(): { log: Log; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { log: pino({ base: null }, { write }), lines };
}
