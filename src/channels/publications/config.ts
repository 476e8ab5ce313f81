import { httpUrl, text, wholeNumber } from '../../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../../platform/config/config.ts';
import { notify } from '../notify.ts';
import type { SecretValue } from '../../platform/secrets/config.ts';

/** The publications service; undefined with NOTIFY=off. */
export const publicationsConfig = definePart(
  {
    ...notify,
    URL_PUBLICATIONS: { check: httpUrl.optional() },
    SECRET_PUBLICATIONS: { check: text.optional(), secret: true },
    NOTIFY_CONCURRENCY: { check: wholeNumber(1, 1000).default(50) },
    NOTIFY_TIMEOUT_MS: { check: wholeNumber(1, 3_600_000).default(5000) },
    NOTIFY_ATTEMPTS: { check: wholeNumber(1, 1_000_000).default(8) },
    NOTIFY_BUDGET_MS: { check: wholeNumber(1, 86_400_000).default(120_000) },
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
