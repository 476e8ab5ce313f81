import { sleep } from '../platform/lifecycle.ts';
import { RepeatableError } from './errors.ts';

interface Repeating {
  signal: AbortSignal;
  attempts?: number;
  /** Before the second attempt; twice as long before each further one, give or take a half, so that two do not meet again. */
  firstWaitMs?: number;
  /** Whether to try once more after this. */
  isWorth?(error: RepeatableError): boolean;
  onRepeat?(attempt: number, error: RepeatableError): void;
}

/** Does `work`, a statement by itself or a whole transaction, once more after a deadlock or a lock-wait time-out: that is what the server undid. */
export async function repeated<T>(
  { signal, attempts = 4, firstWaitMs = 400, isWorth = () => true, onRepeat }: Repeating,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RepeatableError) || attempt === attempts || !isWorth(error)) throw error;
      onRepeat?.(attempt, error);
      await sleep(firstWaitMs * 2 ** (attempt - 1) * (0.5 + Math.random()), signal);
    }
  }
}
