import type { Outcome } from '../../runs/outcome.ts';

/** How a day went: as its worst run. `none`: there was no run. `unrecorded`: it is from before the first run that is kept. */
export type DayResult = Exclude<Outcome, 'running'> | 'none' | 'unrecorded';

/** Never the colour alone. */
export const DAY_SIGNS: Readonly<Record<DayResult, string>> = {
  good: '✓',
  incomplete: '!',
  stopped: '■',
  failed: '✕',
  none: '–',
  unrecorded: '·',
};

export const RESULTS = Object.keys(DAY_SIGNS) as DayResult[];
