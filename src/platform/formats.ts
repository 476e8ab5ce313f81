/** How numbers and durations are written in one language. */
export interface Formats {
  /** 15078 → "15,078", "15.078". */
  number(value: number): string;
  /** 12.5 → "12.5 %", "12,5 %". */
  percent(value: number): string;
  /** 159.9 → "159.90", "159,90". */
  price(value: number): string;
  /** 7 → "+7.0%", "+7,0 %". */
  change(percent: number): string;
  /** 61234 → "61.2 s", "61,2 s". */
  seconds(durationMs: number, decimals?: number): string;
  /** "1 product", "15,078 products". */
  plural(count: number, one: string, many: string): string;
}

const MARKS = {
  'en-US': { thousands: ',', decimal: '.', beforePercent: '' },
  'es-AR': { thousands: '.', decimal: ',', beforePercent: ' ' },
} as const;

/** As `Intl` writes them, which a test holds, but by hand: the first use of `Intl` loads its tables for 25 ms of every run. */
export function formatsIn(locale: keyof typeof MARKS): Formats {
  const { thousands, decimal, beforePercent } = MARKS[locale];
  const written = (value: string): string => {
    const [whole = '', fraction] = value.split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
    return fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
  };
  const number = (value: number): string => written(String(value));
  return {
    number,
    percent: (value) => `${number(value)} %`,
    price: (value) => written(value.toFixed(2)),
    change: (percent) => `${percent > 0 ? '+' : ''}${written(percent.toFixed(1))}${beforePercent}%`,
    seconds: (durationMs, decimals = durationMs < 10_000 ? 2 : 1) =>
      `${written((durationMs / 1000).toFixed(decimals))} s`,
    plural: (count, one, many) => `${number(count)} ${count === 1 ? one : many}`,
  };
}
