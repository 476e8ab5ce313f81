import type { Messages } from '../messages/en.ts';
import type { Translator } from '../messages/translation.ts';
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

export function lineOf(
  { check, ok, exit_code, detail, hint }: Finding,
  { doctor: { failed, skipped, ok: well } }: Pick<Messages, 'doctor'>,
  { translated }: Translator,
): string {
  const mark = ok ? well : exit_code === null ? skipped : failed;
  const width = Math.max(...[well, failed, skipped].map(({ length }) => length)) + 2;
  const what = `${mark.padEnd(width)}${translated(check)}: ${translated(detail)}`;
  return hint === null ? what : `${what}\n${' '.repeat(width)}→ ${translated(hint)}`;
}
