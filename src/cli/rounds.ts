import { EXIT, type ExitCode, worstExit } from '../platform/errors.ts';
import { followed, sleep } from '../platform/lifecycle.ts';
import { tidyUp } from '../platform/memory.ts';

/** To tidy up takes a third as long as a small round. */
const ROUNDS_TO_TIDY = 10;

/**
 * Repeats `round` from one start to the next so many seconds; one that is late begins at once. Ends with the signal alone: what a person
 * has to change first may be wrong at one of several shops, or be changed while the others go on. Returns the worst code of the rounds;
 * the one that the signal cuts short is not counted.
 */
export async function inRounds(
  everySeconds: number,
  signal: AbortSignal,
  round: (signal: AbortSignal) => Promise<ExitCode>,
): Promise<ExitCode> {
  let worst: ExitCode = EXIT.ok;
  for (let number = 1; !signal.aborted; number += 1) {
    const nextMs = performance.now() + everySeconds * 1000;
    const code = await followed(signal, round);
    if (code !== EXIT.sigint && code !== EXIT.sigterm) worst = worstExit([worst, code]);
    if (number % ROUNDS_TO_TIDY === 0) tidyUp();
    await sleep(Math.max(0, nextMs - performance.now()), signal).catch(() => undefined);
  }
  return worst;
}
