import { wholeNumber } from '../platform/config/checks.ts';

/** How a source is asked over HTTP, whichever it is. */
export const httpVariables = {
  HTTP_TIMEOUT_MS: {
    check: wholeNumber(1, 3_600_000).default(30_000),
    about: 'how long one request may take, its last byte included, in milliseconds',
  },
  HTTP_ATTEMPTS: { check: wholeNumber(1, 100).default(5), about: 'how often one request is tried' },
  MAX_RESPONSE_MB: {
    check: wholeNumber(1, 500).default(256),
    about:
      'the largest answer that is accepted, in megabytes; answers under way at once share 256, or this where it is more',
  },
} as const;
