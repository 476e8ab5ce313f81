import { httpUrl, text, wholeNumber } from '../../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../../platform/config/config.ts';
import { notify } from '../notify.ts';
import type { SecretValue } from '../../platform/secrets/config.ts';

/** The publications service; undefined with NOTIFY=off. */
export const publicationsConfig = definePart(
  {
    ...notify,
    URL_PUBLICATIONS: {
      check: httpUrl.optional(),
      about: 'the webhook URL of the publications service',
      example: 'https://publications.example/webhooks/publications',
    },
    SECRET_PUBLICATIONS: {
      check: text.optional(),
      about: 'the secret that the webhooks share with the publications service',
      secret: true,
    },
    NOTIFY_CONCURRENCY: {
      check: wholeNumber(1, 1000).default(50),
      about: 'how many webhooks are on their way at once',
    },
    NOTIFY_TIMEOUT_MS: {
      check: wholeNumber(1, 3_600_000).default(5000),
      about: 'how long one webhook may take, in milliseconds',
    },
    NOTIFY_ATTEMPTS: {
      check: wholeNumber(1, 1_000_000).default(8),
      about: 'after how many refusals, while others are accepted, a product is given up',
    },
    NOTIFY_BUDGET_MS: {
      check: wholeNumber(1, 86_400_000).default(120_000),
      about: 'how long all webhooks of a run may take, in milliseconds; the rest stays pending',
    },
  },
  (v) =>
    v.NOTIFY === 'off'
      ? undefined
      : {
          url: v.URL_PUBLICATIONS ?? '',
          secret: v.SECRET_PUBLICATIONS as SecretValue,
          concurrency: v.NOTIFY_CONCURRENCY,
          timeoutMs: v.NOTIFY_TIMEOUT_MS,
          attempts: v.NOTIFY_ATTEMPTS,
          budgetMs: v.NOTIFY_BUDGET_MS,
        },
  ({ NOTIFY }, missing) => {
    if (NOTIFY === 'off') return;
    missing('URL_PUBLICATIONS', { or: 'NOTIFY=off' });
    missing('SECRET_PUBLICATIONS', { or: 'NOTIFY=off' });
  },
  (config) => [config?.secret],
);

export type PublicationsConfig = NonNullable<
  ConfigOf<{ publications: typeof publicationsConfig }>['publications']
>;
