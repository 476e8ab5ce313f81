import { oneOf } from '../platform/config/checks.ts';

/** NOTIFY, which alerts read as well. */
export const notify = { NOTIFY: { check: oneOf('on', 'off').default('on') } } as const;
