import { DAYS_AGO, EARLY, LATE, noise, sql } from './month-runs.ts';

/** How many runs before the last one, and what that one changed. */
type Told = [
  back: number,
  kind: string,
  oldPrice: number | null,
  newPrice: number | null,
  oldStock: number | null,
  newStock: number | null,
];

export const FIRST_STORY = 2000;

/** In this order from the product at FIRST_STORY on. */
export const STORIES = {
  thereAndBack: [
    [EARLY, 'changed', 100, 120, 9, 9],
    [LATE, 'changed', 120, 100, 9, 9],
  ],
  dearerTwice: [
    [EARLY, 'changed', 100, 110, 9, 9],
    [LATE, 'changed', 110, 2500, 9, 9],
  ],
  ranOut: [[LATE, 'changed', 50, 50, 8, 0]],
  ranOutAndBack: [
    [EARLY, 'changed', 50, 50, 5, 0],
    [LATE, 'changed', 50, 50, 0, 7],
  ],
  back: [[LATE, 'changed', 50, 50, 0, 12]],
  gone: [[LATE, 'gone', 50, 50, 3, 0]],
  deleted: [[LATE, 'deleted', 50, null, 3, null]],
  new: [[LATE, 'new', null, 75, null, 4]],
  ranOutDaysAgo: [[DAYS_AGO, 'changed', 50, 50, 7, 0]],
  sevenTimes: Array.from({ length: 7 }, (_, index): Told => [
    DAYS_AGO - index,
    'changed',
    50 + index,
    51 + index,
    4,
    4,
  ]),
} satisfies Record<string, Told[]>;

export function stockNow(index: number): number {
  const story = Object.values(STORIES)[index - FIRST_STORY];
  if (story !== undefined) return story.at(-1)?.[5] ?? 0;
  // As `changes` leaves it.
  return index < 1500 ? (index % 2 === 0 ? 0 : 6) : index % 90;
}

/** Of the last run. */
export function changes(runId: string, ids: readonly number[], now: Date): (string | number | null)[][] {
  return ids.slice(0, 1500).map((id, index) => {
    const before = 100 + (noise(index) % 90_000) / 10;
    const isMoved = index < 900;
    const after = index === 7 ? null : Math.round(before * (0.6 + (noise(index + 9) % 90) / 100) * 100) / 100;
    const isSoldOut = index % 2 === 0;
    return [
      runId,
      id,
      'changed',
      index === 8 ? null : before,
      isMoved ? after : before,
      isSoldOut ? 1 + (noise(index) % 80) : 5,
      isSoldOut ? 0 : 6,
      sql(now),
    ];
  });
}
