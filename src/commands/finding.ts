import type { ExitCode } from '../platform/errors.ts';

/** What the doctor says of one thing. */
export interface Finding {
  check: string;
  ok: boolean;
  /** Null: not tried, because what it stands on failed. */
  exit_code: ExitCode | null;
  detail: string;
  hint: string | null;
}

export interface Found<T> {
  value: T;
  detail: string;
}

/** What a check found, or undefined where it failed or stands on one that did. */
export type Check = <T>(
  name: string,
  needs: readonly unknown[],
  work: () => Promise<Found<T>>,
) => Promise<T | undefined>;

export function lineOf({ check, ok, exit_code, detail, hint }: Finding): string {
  const mark = ok ? 'ok    ' : exit_code === null ? 'skip  ' : 'FAILED';
  return `${mark}  ${check}: ${detail}${hint === null ? '' : `\n        → ${hint}`}`;
}
