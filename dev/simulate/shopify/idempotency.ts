import type { Fault } from './faults.ts';

interface Attempt<Payload> {
  readonly parameters: string;
  state: 'running' | 'done' | 'failed';
  payload: Payload | undefined;
}

const BY_FAULT: Partial<Record<Fault, string>> = {
  concurrent: 'IDEMPOTENCY_CONCURRENT_REQUEST',
  'previous-failed': 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED',
  mismatch: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
};

/** What was done under which key: once, however often it is asked for. */
export class Idempotency {
  readonly #attempts = new Map<string, Attempt<unknown>>();

  get keys(): readonly string[] {
    return [...this.#attempts.keys()];
  }

  async once<Payload extends { userErrors: readonly unknown[] }>(
    key: string,
    parameters: unknown,
    fault: Fault | undefined,
    work: () => Promise<Payload>,
  ): Promise<Payload | { code: string }> {
    const injected = fault === undefined ? undefined : BY_FAULT[fault];
    if (injected !== undefined) return { code: injected };
    const said = JSON.stringify(parameters);
    const earlier = this.#attempts.get(key) as Attempt<Payload> | undefined;
    if (earlier !== undefined) {
      if (earlier.parameters !== said) return { code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH' };
      if (earlier.state === 'running') return { code: 'IDEMPOTENCY_CONCURRENT_REQUEST' };
      if (earlier.payload === undefined || earlier.state === 'failed') {
        return { code: 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED' };
      }
      return earlier.payload;
    }
    const attempt: Attempt<Payload> = { parameters: said, state: 'running', payload: undefined };
    this.#attempts.set(key, attempt);
    try {
      attempt.payload = await work();
      attempt.state = attempt.payload.userErrors.length === 0 ? 'done' : 'failed';
      return attempt.payload;
    } catch (error) {
      attempt.state = 'failed';
      throw error;
    }
  }
}
