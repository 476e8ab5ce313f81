import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigurationError, InterruptedError, UnavailableError } from '../../../src/platform/errors.ts';
import { redact } from '../../../src/platform/redact.ts';
import { crc32c } from '../../../src/platform/secrets/crc32c.ts';
import { openSecretManager } from '../../../src/platform/secrets/secret-manager.ts';
import {
  type SecretAnswer,
  type SecretManager,
  startSecretManager,
  status,
} from '../../support/secret-manager.ts';
import { saidBy } from '../../support/words.ts';

let secretManager: SecretManager;
beforeEach(async () => {
  secretManager = await startSecretManager();
});
afterEach(() => secretManager.close());

async function fetch(signal = new AbortController().signal): Promise<string> {
  const client = openSecretManager({ projectId: 'shop', endpoint: secretManager.endpoint }, signal);
  try {
    return await client.read('bitcram-token');
  } finally {
    client.close();
  }
}

test('the latest version is asked for, and its text is hidden from all output from then on', async () => {
  secretManager.answer('tóken-value');
  expect(await fetch()).toBe('tóken-value');
  expect(secretManager.asked).toEqual(['projects/shop/secrets/bitcram-token/versions/latest']);
  expect(redact('the tóken-value')).toBe('the [hidden]');
});

test.each<[string, SecretAnswer]>([
  ['a line break at the end, as `echo` leaves one', 'kept-by-google\n'],
  ['a Windows line break', 'kept-by-google\r\n'],
  ['no checksum at all', { payload: Buffer.from('kept-by-google'), crc32c: undefined }],
])('a secret with %s is taken', async (_what, answer) => {
  secretManager.answer(answer);
  expect(await fetch()).toBe('kept-by-google');
});

test.each<[string, SecretAnswer, typeof ConfigurationError | typeof UnavailableError, RegExp]>([
  ['no such secret', { code: status.NOT_FOUND, details: 'not found' }, ConfigurationError, /PROJECT_ID/],
  [
    'no right to it',
    { code: status.PERMISSION_DENIED, details: 'denied' },
    ConfigurationError,
    /secretAccessor/,
  ],
  [
    'a name that can be no secret',
    { code: status.INVALID_ARGUMENT, details: 'Invalid resource field value in the request.' },
    ConfigurationError,
    /its name alone/,
  ],
  [
    'an API that is switched off',
    {
      code: status.PERMISSION_DENIED,
      details: 'Secret Manager API has not been used in project 1 before or it is disabled.',
    },
    ConfigurationError,
    /enable the Secret Manager API/,
  ],
  ['no log-in', { code: status.UNAUTHENTICATED, details: 'who?' }, ConfigurationError, /secretAccessor/],
  [
    'a disabled version',
    { code: status.FAILED_PRECONDITION, details: 'DISABLED' },
    ConfigurationError,
    /enable/,
  ],
  ['a server error', { code: status.INTERNAL, details: 'oops' }, UnavailableError, /next run/],
  ['a damaged payload', { payload: Buffer.from('kept-by-google'), crc32c: '1' }, UnavailableError, /damaged/],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x80]), ConfigurationError, /not UTF-8/],
  ['nothing but a line break', '\n', ConfigurationError, /is empty/],
])('%s is an error that names the secret and says what to do', async (_what, answer, kind, words) => {
  secretManager.answer(answer);
  const error = await fetch().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(kind);
  const said = saidBy(error);
  expect(said).toContain('bitcram-token');
  expect(said).not.toContain('\n');
  expect(said).toMatch(words);
});

test('a run that is stopped does not wait for its secret', async () => {
  const controller = new AbortController();
  const fetched = fetch(controller.signal);
  controller.abort(new InterruptedError('SIGTERM'));
  await expect(fetched).rejects.toSay('stopped by SIGTERM');
});

test('the checksum is the one of RFC 3720', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
});
