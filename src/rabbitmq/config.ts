import { z } from 'zod';
import { expecting, text, wholeNumber } from '../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../platform/config/config.ts';
import { ConfigurationError } from '../platform/errors.ts';
import { phrase } from './phrase.ts';

const brokerUrl = expecting(
  z.url({ protocol: /^amqps?$/ }).refine((value) => URL.canParse(value)),
  phrase('amqp_url'),
);

const delays = expecting(
  z
    .string()
    .regex(/^\s*\d{1,9}\s*(,\s*\d{1,9}\s*)*$/)
    .transform((value) => value.split(',').map(Number)),
  phrase('delays'),
);

/** Where the till's sales come from. */
export const queueConfig = definePart(
  {
    RABBITMQ_URL: {
      check: brokerUrl.optional(),
      about: 'the RabbitMQ that the till tells its sales to, with user, password and virtual host',
      example: 'amqps://user:password@rabbit.example.com/blend',
      secret: true,
    },
    QUEUE_NAME: {
      check: text.default('queue.sales.created.channels'),
      about: 'the queue of this program alone; `.retry.1` and so on are named after it',
    },
    PREFETCH_COUNT: {
      check: wholeNumber(1, 65_535).default(500),
      about: 'how many sales a worker has in hand at most',
    },
    RETRY_DELAYS_MS: {
      check: delays.default([1000, 4000, 9000]),
      about: 'after how many milliseconds a sale that could not be recorded is tried again, a queue each',
    },
    MAX_RETRIES: {
      check: wholeNumber(0, 100).optional(),
      about: 'how many of `RETRY_DELAYS_MS` are used, the first ones; unset: all',
    },
  },
  (v) => ({
    url: v.RABBITMQ_URL,
    queue: v.QUEUE_NAME,
    prefetch: v.PREFETCH_COUNT,
    retryDelaysMs: firstOf(v.RETRY_DELAYS_MS, v.MAX_RETRIES),
  }),
);

function firstOf(delaysMs: readonly number[], count = delaysMs.length): readonly number[] {
  if (count > delaysMs.length) {
    throw new ConfigurationError(phrase('too_many_retries', { count, delays: delaysMs.length }));
  }
  return delaysMs.slice(0, count);
}

export const parts = [queueConfig];

export type QueueConfig = ConfigOf<{ queue: typeof queueConfig }>['queue'];
