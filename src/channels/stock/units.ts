export const MOST_UNITS = 1_000_000_000;

/** A whole number from `least` on; undefined where the text is something else. */
export function unitsIn(text: string, least: number): number | undefined {
  const count = Number(text);
  return /^\d{1,10}$/.test(text) && count >= least && count <= MOST_UNITS ? count : undefined;
}
