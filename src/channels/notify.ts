import { oneOf } from '../platform/config/checks.ts';

/** NOTIFY, which alerts read as well. */
export const notify = {
  NOTIFY: {
    check: oneOf('on', 'off').default('on'),
    about: 'whether webhooks are sent; what changes while it is off is never sent, not even later',
  },
} as const;
