import { oneOf } from '../platform/config/checks.ts';

/** What switches a marketplace on. */
export const marketplaceSwitch = (label: string) => ({
  check: oneOf('on', 'off').default('off'),
  about: `whether stock is written to ${label}`,
});

/** NOTIFY, which alerts read as well. */
export const notify = {
  NOTIFY: {
    check: oneOf('on', 'off').default('on'),
    about: 'whether webhooks are sent; what changes while it is off is never sent, not even later',
  },
} as const;
