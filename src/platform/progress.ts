/** What a person sees while the job works. On a machine it is silence: the log says enough. */
export interface Progress {
  phase(name: string): void;
  /** "12,000 products" within the phase of the moment. */
  note(text: string): void;
  /** Resolves once nothing more is drawn. */
  end(failed: boolean): Promise<void>;
}

export const SILENCE: Progress = {
  phase: () => undefined,
  note: () => undefined,
  end: () => Promise.resolve(),
};
