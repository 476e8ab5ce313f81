import { ConfigurationError, type SyncError, UnavailableError } from '../platform/errors.ts';
import { NO_AMQP } from './frames.ts';
import { phrase } from './phrase.ts';

/** The broker is away, or did not keep what it was given: the next try may succeed. */
export class BrokerError extends UnavailableError {}

/** The broker works, and no queue keeps this copy. */
export class CopyRefusedError extends BrokerError {
  /** Whether there is no queue for it, in place of one that is full. */
  readonly isNowhere: boolean;

  constructor(to: string, why: string | undefined, options?: ErrorOptions) {
    super(why === undefined ? phrase('copy_returned', { to }) : phrase('copy_refused', { to, why }), options);
    this.isNowhere = why === undefined;
  }
}

/** Why a copy for this exchange or queue is not kept; undefined where that is not known, since the connection is lost. */
export function refusalOf(error: unknown, to: string): CopyRefusedError | undefined {
  const { code, message } = error as { code?: string; message: string };
  if (code === 'NACK') return new CopyRefusedError(to, message, { cause: error });
  return code === 'NOT_FOUND' ? new CopyRefusedError(to, undefined, { cause: error }) : undefined;
}

/** What the client's error means. */
export function meaningOf(error: unknown, place: string): SyncError {
  const { code = '', message } = error as { code?: string; message: string };
  // Where the broker names no method that it refuses, the client names one that is none.
  const told = { place, why: message.trim().replace(/^undefined: /, '') };
  const isRefused =
    code === 'ACCESS_REFUSED' || code === 'NOT_ALLOWED' || /ACCESS_REFUSED|NOT_ALLOWED/.test(message);
  if (code === NO_AMQP) return new BrokerError(phrase('no_amqp', { place }), { cause: error });
  if (code === 'EPROTO') return new BrokerError(phrase('no_tls', { place }), { cause: error });
  return isRefused
    ? new ConfigurationError(phrase('broker_refuses', told), { cause: error })
    : new BrokerError(phrase('broker_away', told), { cause: error });
}

/** What the broker itself calls it. */
export function codeOf(failure: unknown): string | undefined {
  return (failure as { cause?: { code?: string } }).cause?.code;
}
