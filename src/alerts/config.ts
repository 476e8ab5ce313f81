import { type ChannelsOn, channelsOnConfig } from '../channels/switches.ts';
import { phrase } from './phrase.ts';
import { httpUrl, oneOf, text, wholeNumber } from '../platform/config/checks.ts';
import { type ConfigOf, definePart, type Part } from '../platform/config/config.ts';

const patience = {
  ALERT_AFTER_RUNS: {
    check: wholeNumber(0, 1_000_000).default(3),
    about: 'a channel is late when changes stay pending in more whole runs than this, or for 30 minutes',
  },
} as const;

/** From when on a channel is late, and which are on, so that anything can stay pending. */
export interface Lateness extends ChannelsOn {
  /** In how many whole runs in a row something may stay pending. */
  afterRuns: number;
}

const patienceConfig = definePart(patience, (v) => v.ALERT_AFTER_RUNS);

/** Whoever is told. */
export const lateConfig: Part<Lateness> = {
  variables: { ...patienceConfig.variables, ...channelsOnConfig.variables },
  read(reading) {
    const [patient, on] = [patienceConfig.read(reading), channelsOnConfig.read(reading)];
    return () => ({ config: { ...on().config, afterRuns: patient().config }, secrets: [] });
  },
};

/**
 * Whom to alert when runs end; undefined where nobody is. Its secrets are asked for once there is something to tell: as
 * a rule there is nothing.
 */
export const alertConfig = definePart(
  {
    ...patience,
    ALERT_URL: {
      check: httpUrl.optional(),
      about:
        'where to POST an alert when a run ends badly, a channel is late or refuses, or sales of the till wait',
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
        },
  ({ ALERT_URL, ALERT_TEMPLATE }, missing) => {
    if (ALERT_URL === undefined || ALERT_TEMPLATE !== 'whapi') return;
    missing('ALERT_TO', { or: phrase('another_template') });
    missing('ALERT_SECRET', { or: phrase('another_template') });
  },
);

export type AlertConfig = NonNullable<ConfigOf<{ alert: typeof alertConfig }>['alert']>;

export const parts = [alertConfig];
