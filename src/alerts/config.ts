import { notify } from '../channels/notify.ts';
import { phrase } from './phrase.ts';
import { httpUrl, oneOf, text, wholeNumber } from '../platform/config/checks.ts';
import { type ConfigOf, definePart } from '../platform/config/config.ts';

const patience = {
  ...notify,
  ALERT_AFTER_RUNS: {
    check: wholeNumber(0, 1_000_000).default(3),
    about: 'a channel is late when changes stay pending in more whole runs than this, or for 30 minutes',
  },
} as const;

/** From when on a channel is late, whoever is told. */
export const lateConfig = definePart(patience, (v) => ({
  afterRuns: v.ALERT_AFTER_RUNS,
  /** Whether webhooks are sent at all, so that some can stay pending. */
  webhooks: v.NOTIFY === 'on',
}));

/**
 * Whom to alert when runs end; undefined where nobody is. Its secrets are asked for once there is something to tell: as
 * a rule there is nothing.
 */
export const alertConfig = definePart(
  {
    ...patience,
    ALERT_URL: {
      check: httpUrl.optional(),
      about: 'where to POST an alert when a run ends badly, or a channel is late or refuses products',
      example: 'https://hooks.example/alerts',
      secret: 'address',
      ofProcess: true,
    },
    ALERT_TEMPLATE: {
      check: oneOf('generic', 'slack', 'google-chat', 'whapi').default('generic'),
      about: 'the form of message that `ALERT_URL` takes',
      ofProcess: true,
    },
    ALERT_SECRET: {
      check: text.optional(),
      about: 'sent along as a bearer token; `whapi` needs it',
      secret: true,
      ofProcess: true,
    },
    ALERT_TO: {
      check: text.optional(),
      about: 'whom `whapi` writes to, a number or a group; it needs one',
      example: '5491100000000',
    },
  },
  (v) =>
    v.ALERT_URL === undefined
      ? undefined
      : {
          url: v.ALERT_URL,
          template: v.ALERT_TEMPLATE,
          secret: v.ALERT_SECRET,
          /** Whom the template addresses, where it addresses anybody. */
          to: v.ALERT_TO,
          afterRuns: v.ALERT_AFTER_RUNS,
          webhooks: v.NOTIFY === 'on',
        },
  ({ ALERT_URL, ALERT_TEMPLATE }, missing) => {
    if (ALERT_URL === undefined || ALERT_TEMPLATE !== 'whapi') return;
    missing('ALERT_TO', { or: phrase('another_template') });
    missing('ALERT_SECRET', { or: phrase('another_template') });
  },
);

export type AlertConfig = NonNullable<ConfigOf<{ alert: typeof alertConfig }>['alert']>;

export const parts = [alertConfig];
