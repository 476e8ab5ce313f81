/** Moments in UTC, as the database writes them or as ISO 8601, on the clock and the calendar of one place. */
export interface Zone {
  name: string;
  /** "2026-11-22". */
  dayOf(utc: string): string;
  /** "14:05". */
  timeOf(utc: string): string;
  /** When a day begins; the next one may begin 23 or 25 hours later. */
  startOf(day: string): number;
}

/** Throws `RangeError` for a zone that nobody knows. */
export function zoneOf(name: string): Zone {
  // The Swedish way of writing a moment: "2026-11-22 14:05".
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: name,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const local = (utc: string): string => clock.format(msOf(utc));
  const dayAt = (ms: number): string => clock.format(ms).slice(0, 10);
  return {
    name: clock.resolvedOptions().timeZone,
    dayOf: (utc) => local(utc).slice(0, 10),
    timeOf: (utc) => local(utc).slice(11, 16),
    startOf: (day) => {
      const about = Date.parse(`${day}T00:00:00Z`);
      // Zones go from 12 hours behind to 14 ahead. Looked for: where clocks change at midnight, a day does not begin at 00:00.
      let [before, at] = [about - 15 * HOUR_MS, about + 13 * HOUR_MS];
      while (at - before > MINUTE_MS) {
        const middle = before + MINUTE_MS * Math.floor((at - before) / MINUTE_MS / 2);
        if (dayAt(middle) < day) before = middle;
        else at = middle;
      }
      return at;
    },
  };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function msOf(utc: string): number {
  return Date.parse(utc.endsWith('Z') ? utc : `${utc.replace(' ', 'T')}Z`);
}

/** ISO 8601, for whoever reads the model. */
export function isoOf(utc: string): string {
  return new Date(msOf(utc)).toISOString();
}

/** As the database writes it. */
export function sqlOf(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}

export function dayAfter(day: string, count = 1): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The `count` days up to and with `last`, in order. */
export function daysUpTo(last: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => dayAfter(last, index - count + 1));
}
