import type { ParseArgsConfig } from 'node:util';
import { wholeNumber, WrongFlag } from './flag-values.ts';

export interface TillFlags {
  /** Of the RabbitMQ that it tells its sales to. */
  readonly url: string;
  readonly salesPerMinute: number;
}

export const TILL_HELP = `  --till URL                a till that tells the RabbitMQ at this URL (amqp or amqps) of its sales
  --sales N                 that it makes a minute (default 60)
`;

export const TILL_OPTIONS = {
  till: { type: 'string' },
  sales: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

/** Undefined where no till is asked for. */
export function readTill({ till, sales }: { till?: string; sales?: string }): TillFlags | undefined {
  if (till === undefined) {
    if (sales !== undefined) throw new WrongFlag('--sales is for a till: give --till too');
    return undefined;
  }
  if (!/^amqps?:$/.test(URL.parse(till)?.protocol ?? '')) {
    throw new WrongFlag(
      `--till takes the URL of a RabbitMQ, such as amqp://user:password@127.0.0.1/, not "${till}"`,
    );
  }
  return { url: till, salesPerMinute: wholeNumber('--sales', sales ?? '60', 1, 60_000) };
}
