/** What became of the rows of an upload, or would. */
export interface Outcome {
  isDryRun: boolean;
  total: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
}
