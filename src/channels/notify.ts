import { oneOf } from '../platform/config/checks.ts';

/** NOTIFY, which alerts read as well. */
export const notify = {
  NOTIFY: {
    check: oneOf('on', 'off').default('on'),
    about:
      'whether webhooks are owed and sent; it must be switched off in so many words, so that no URL is forgotten',
  },
} as const;
