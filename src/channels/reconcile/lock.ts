import { NamedLock } from '../../mysql/named-lock.ts';
import type { Session } from '../../mysql/session.ts';
import { phrase } from './phrase.ts';

/** One at a time compares a channel. */
export function lockOf(session: Session, channel: string): NamedLock {
  return new NamedLock(session, phrase('wait_for_reconcile'), 'reconcile', channel);
}
