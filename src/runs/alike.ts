import { type Ended, isGood } from './outcome.ts';
import { changesIn, type RunCounts } from './telling.ts';

/** A run, as far as it can be taken for another. */
export interface Likened extends Ended, RunCounts {
  runId: string;
  /** "flash" for a `sync` of that mode, "select" for one of some products. */
  command: string;
  /** The same for runs that did not go well in the same way, as `kindOfCause` says it. */
  cause: string | null;
  committedAt: string | null;
}

/** Runs that did not go well and are told as one. */
export interface Likes<Run> {
  /** Newest first, and never empty. */
  like: readonly Run[];
  /** In how many stretches, between which a sync went well. */
  times: number;
}

/** Beyond so many groups of one cause in a day nobody asks for each of them. */
const MOST_GROUPS = 4;

/**
 * The runs of a day, newest first, that did not go well and are not told by themselves: those that left the same together, as long as
 * no sync went well in between.
 */
export function alike<Run extends Likened>(
  runs: readonly Run[],
  told: ReadonlySet<Run>,
  now: string,
): Likes<Run>[] {
  const stretchOf = new Map<Run, number>();
  let stretch = 0;
  for (const run of runs) {
    if (!isGood(run, now)) {
      if (!told.has(run)) stretchOf.set(run, stretch);
    } else if (run.command === 'sync') stretch += 1;
  }
  const ofCause = Map.groupBy(stretchOf.keys(), (run) => `${run.command} ${run.status} ${run.cause ?? ''}`);
  return [...ofCause.values()].flatMap((unwell) => {
    const groups = [...Map.groupBy(unwell, (run) => `${stretchOf.get(run)} ${leftBy(run)}`).values()];
    return (groups.length > MOST_GROUPS ? [unwell] : groups).map((like) => ({
      like,
      times: new Set(like.map((run) => stretchOf.get(run))).size,
    }));
  });
}

/** Whether runs of one cause can be taken for each other. */
export function leftTheSame(runs: readonly Likened[]): boolean {
  return new Set(runs.map(leftBy)).size <= 1;
}

export function changedIn(runs: readonly Likened[]): number {
  return runs.filter(({ committedAt }) => committedAt !== null).reduce((sum, run) => sum + changesIn(run), 0);
}

function leftBy(run: Likened): string {
  const { runId, committedAt, pending, dead, missing, quarantined } = run;
  const absent = committedAt === null ? [] : [missing, quarantined];
  return [changedIn([run]) > 0 ? runId : '', pending, dead, ...absent].join(' ');
}

/** The codes of an error and the status that was answered, without its other parameters; of what an earlier version kept as text, the text without its numbers. */
export function kindOfCause(kept: string): string {
  const codes = [...kept.matchAll(/"(?:code|status)": ?"?([\w.]+)/g)].map(([, code]) => code);
  return codes.length > 0 ? codes.join(' ') : kept.replace(/\d[\d.,]*/g, '#');
}
