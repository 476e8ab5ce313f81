import type { ServerEvent } from '../../server/event-stream.ts';
import type { Task } from '../task.ts';
import type { Seen } from './watch.ts';

const APART_MS = 500;

/** Which events one listener gets out of what is seen, and not too many. */
export class Teller {
  readonly #bodyOf: (seen: Seen) => unknown;
  #task: Task;
  #saidMs = performance.now();

  constructor(first: Task, bodyOf: (seen: Seen) => unknown) {
    this.#task = first;
    this.#bodyOf = bodyOf;
  }

  /** Undefined where nothing changed, or something was said just now. After `done` there is nothing more. */
  eventOf(seen: Seen): ServerEvent | undefined {
    if (performance.now() - this.#saidMs < APART_MS) return undefined;
    const event = eventBetween(this.#task, seen.task);
    if (event === undefined) return undefined;
    this.#task = seen.task;
    this.#saidMs = performance.now();
    return { event, data: this.#bodyOf(seen) };
  }
}

function eventBetween(before: Task, now: Task): 'done' | 'state' | 'progress' | undefined {
  if (now.endedAt !== null) return 'done';
  if (stateOf(before) !== stateOf(now)) return 'state';
  return progressOf(before) === progressOf(now) ? undefined : 'progress';
}

const stateOf = ({ state, stage, attempts, nextAttemptAt }: Task): string =>
  JSON.stringify([state, stage, attempts, nextAttemptAt]);
const progressOf = ({ created, updated, unchanged, failed, total, foundEncoding }: Task): string =>
  JSON.stringify([created, updated, unchanged, failed, total, foundEncoding]);
