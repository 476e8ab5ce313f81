/** How numbers and durations are written in one language. */
export interface Formats {
  /** 15078 → "15,078", "15.078". */
  number(value: number): string;
  /** 12.5 → "12.5 %", "12,5 %". */
  percent(value: number): string;
  /** 61234 → "61.2 s", "61,2 s". */
  seconds(durationMs: number, decimals?: number): string;
  /** "1 product", "15,078 products". */
  plural(count: number, one: string, many: string): string;
}

const MARKS = {
  'en-US': { thousands: ',', decimal: '.' },
  'es-AR': { thousands: '.', decimal: ',' },
} as const;

/** As `Intl` writes them, which a test holds, but by hand: the first use of `Intl` loads its tables for 25 ms of every run. */
export function formatsIn(locale: keyof typeof MARKS): Formats {
  const { thousands, decimal } = MARKS[locale];
  const written = (value: string): string => {
    const [whole = '', fraction] = value.split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
    return fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
  };
  const number = (value: number): string => written(String(value));
  return {
    number,
    percent: (value) => `${number(value)} %`,
    seconds: (durationMs, decimals = durationMs < 10_000 ? 2 : 1) =>
      `${written((durationMs / 1000).toFixed(decimals))} s`,
    plural: (count, one, many) => `${number(count)} ${count === 1 ? one : many}`,
  };
}
