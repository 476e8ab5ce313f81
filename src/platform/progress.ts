export type Counted = 'products' | 'webhooks' | 'listings';

/** What a person sees while the job works. On a machine it is silence: the log says enough. */
export interface Progress {
  /** A phase begins, by its name in the log. */
  phase(name: string): void;
  /** So many in the phase of the moment. `total` may be a guess from the last time; undefined where there is none. */
  count(what: Counted, done: number, total: number | undefined): void;
  /** The phase of the moment begins again. */
  again(): void;
  /** The phase of the moment is over. */
  over(failed: boolean): void;
  /** Resolves once nothing more is drawn. */
  end(): Promise<void>;
}

export const SILENCE: Progress = {
  phase: () => undefined,
  count: () => undefined,
  again: () => undefined,
  over: () => undefined,
  end: () => Promise.resolve(),
};
