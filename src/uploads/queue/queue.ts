import type { Session } from '../../mysql/session.ts';

/** What wakes workers. A message is only a hint: it may come twice, late or never; the row of the task is the truth. */
export interface UploadQueue {
  /** Within the transaction that makes the task pending. What it returns, if anything, is to be called after the commit, and never rejects. */
  put(session: Session, taskId: string, delayS?: number): Promise<(() => Promise<void>) | undefined>;
  /** One that is due, hidden from others for `holdS`; undefined where none came within `waitMs`, or the signal aborted. */
  take(holdS: number, waitMs: number, signal: AbortSignal): Promise<Message | undefined>;
  /** Hides it for so long from now. */
  hold(message: Message, holdS: number): Promise<void>;
  /** It never comes again. */
  done(message: Message): Promise<void>;
  /** It comes again after the delay. */
  back(message: Message, delayS: number): Promise<void>;
  /** What nobody has in hand now. Throws where nothing could be put or taken. */
  look(signal?: AbortSignal): Promise<Waiting>;
  /** Whether a message that nobody can use is put aside in the end; absent where there are none. */
  putsAside?(): Promise<boolean>;
}

export interface Waiting {
  count: number;
  /** For how long the oldest has been due, in seconds; null where nothing waits, or nobody knows. */
  oldestS: number | null;
}

export interface Message {
  readonly id: string;
  /** Of this delivery: the next one has another. */
  readonly receipt: string;
  readonly taskId: string;
  /** How often it was taken, this time included. */
  readonly receives: number;
}
