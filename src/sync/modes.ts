import type { Report } from '../runs/report.ts';
import type { Phrase } from '../platform/phrase.ts';
import { phrase } from './phrase.ts';

/** How much of the source a run reads, and what it takes for a change. */
export const MODES = ['flash', 'delta', 'deep', 'full'] as const;
export type Mode = (typeof MODES)[number];

export const COMPARISONS = ['flash', 'deep'] as const;
type Comparison = (typeof COMPARISONS)[number];

/** What the command line says of the mode. `--compare` is the older spelling of delta and deep. */
export interface ModeFlags {
  mode?: Mode | undefined;
  compare?: Comparison | undefined;
}

/** `atTwoSpeeds`: of a source whose usual run is a deep one. */
export function modeOf({ mode, compare }: ModeFlags, atTwoSpeeds = false): Mode {
  const usual = atTwoSpeeds && compare === undefined ? 'deep' : 'delta';
  const asked = mode ?? usual;
  return asked === 'delta' && compare === 'deep' ? 'deep' : asked;
}

/** As the run report has it. */
export function compareOf(mode: Mode): NonNullable<Report['compare']> {
  return mode === 'deep' || mode === 'full' ? 'deep' : 'flash';
}

/** The modes that scripts have beside `--compare` keep taking it; beside any other, it must say the same. */
export function modeConflict({ mode, compare }: ModeFlags): Phrase | undefined {
  if (mode === undefined || compare === undefined || mode === 'delta' || mode === 'full') return undefined;
  return mode === modeOf({ compare }) ? undefined : phrase('mode_and_compare', { mode, compare });
}
