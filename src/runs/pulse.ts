import type { Report } from './report.ts';

const MOST_CHARS = 160;
const MINUTE = 16;

/** How a run ended, as one text for a list: "✅ Success 2026-11-30 10:21". */
export function pulseOf({ exit_code: exitCode, reason, sold_out: soldOut, mode }: Report, at: Date): string {
  const time = at.toISOString().slice(0, MINUTE).replace('T', ' ');
  const kind = exitCode !== 0 ? '❌ API Error' : soldOut > 0 ? '⚠️ No Stock' : '✅ Success';
  const detail = exitCode !== 0 ? reason : soldOut > 0 ? `${soldOut} sold out` : null;
  const whole = [kind, time, mode, detail].filter((part) => part !== null).join(' ');
  return whole.slice(0, MOST_CHARS).toWellFormed();
}
