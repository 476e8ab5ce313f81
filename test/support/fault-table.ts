import { appendFileSync } from 'node:fs';

/** One line of the table of faults: what was done, how often, and what became of it. */
export interface FaultLine {
  fault: string;
  tried: number;
  outcome: string;
  lost: number;
  appliedTwice: number;
}

/** Adds to the table that `npm run test:faults` prints at the end; elsewhere nobody reads it. */
export function noteFault(line: FaultLine): void {
  const file = process.env['FAULTS_TABLE'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** How often the long form tries what the quick form tries once. */
export const LONG = process.env['FAULTS'] === 'long';

/** What repeats a fault so often, each time after a reset, and adds it to the table. */
export function repeating(subject: string, repeats: number, reset: () => Promise<void>) {
  return async (fault: string, outcome: string, once: () => Promise<void>): Promise<void> => {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      if (repeat > 0) await reset();
      await once();
    }
    noteFault({ fault: `${subject}: ${fault}`, tried: repeats, outcome, lost: 0, appliedTwice: 0 });
  };
}
