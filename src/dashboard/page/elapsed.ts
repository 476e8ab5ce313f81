/** How long ago something was, and for how long something has been so, in words. */
export interface Elapsed {
  /** "6 minutes ago". */
  ago(passedMs: number): string;
  /** "6 minutes". */
  lasting(passedMs: number): string;
}

export type ElapsedKind = keyof Elapsed;

export const MINUTE_MS = 60_000;
const UNITS: readonly [unit: 'day' | 'hour', ms: number][] = [
  ['day', 1440 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
];

/** As the page is made, and as its program goes on with it while somebody reads. */
export function elapsedIn(locale: string): Elapsed {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  return {
    ago: (passedMs) => {
      const [unit, count] = inUnits(passedMs);
      return relative.format(-count, unit);
    },
    lasting: (passedMs) => {
      const [unit, count] = inUnits(passedMs);
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
    },
  };
}

/** In days or hours from two of them on: "1 hour ago" would hide 59 minutes. */
function inUnits(passedMs: number): [unit: 'day' | 'hour' | 'minute', count: number] {
  const [unit, ms] = UNITS.find(([, unitMs]) => passedMs >= 2 * unitMs) ?? (['minute', MINUTE_MS] as const);
  return [unit, Math.floor(passedMs / ms)];
}
