/** What the page hands to its program in the browser. */
export interface PageData {
  madeAt: string;
  locale: string;
  /** Each day as the axis has it, and in full. */
  days: { short: string; long: string }[];
  charts: ChartData[];
  words: {
    one: string;
    /** With `{count}`. */
    many: string;
    none: string;
    noRun: string;
  };
}

export interface ChartData {
  id: string;
  kind: 'bars' | 'lines';
  unit: string;
  /** One value a day, null where there is none. */
  series: { name: string; values: (number | null)[] }[];
}
