import { randomBytes } from 'node:crypto';

/** "20261121-030000-1f9a": sorts by time, says when, and is unique. */
export function newRunId(now: Date): string {
  const [date, time] = now.toISOString().split('T') as [string, string];
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${randomBytes(3).toString('hex')}`;
}
