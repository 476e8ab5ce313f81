/** "20261121-030000-1f9a07": sorts by time, says when, and is unique. */
export function newRunId(now: Date): string {
  const [date, time] = now.toISOString().split('T') as [string, string];
  const chance = Math.floor(Math.random() * 0x100_0000)
    .toString(16)
    .padStart(6, '0');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${chance}`;
}
