import { expect, test } from 'vitest';
import { inEnglish } from '../../src/cli/catalogue/index.ts';
import { checkConfig } from '../../src/platform/config/config.ts';
import { healthConfig } from '../../src/server/config.ts';

const read = (HEALTH_LISTEN?: string) =>
  checkConfig(HEALTH_LISTEN === undefined ? {} : { HEALTH_LISTEN }, { health: healthConfig });

test.each([
  ['9090', '127.0.0.1', 9090],
  ['0', '127.0.0.1', 0],
  ['127.0.0.1:9090', '127.0.0.1', 9090],
  ['0.0.0.0:8080', '0.0.0.0', 8080],
  ['localhost:8080', 'localhost', 8080],
  ['worker-1.shop.internal:8080', 'worker-1.shop.internal', 8080],
  ['[::1]:8080', '::1', 8080],
  ['[::]:8080', '::', 8080],
])('HEALTH_LISTEN=%s listens at %s, port %i', (given, host, port) => {
  expect(read(given).config).toEqual({ health: { host, port } });
});

test.each([undefined, '', 'off'])('HEALTH_LISTEN=%s listens nowhere', (given) => {
  expect(read(given).config).toEqual({ health: undefined });
});

test.each([
  'on',
  ':9090',
  '::1:9090',
  '65536',
  '127.0.0.1',
  '127.0.0.1:',
  'http://127.0.0.1:9090',
  '-1',
  '9090/metrics',
  ' 9090',
])('HEALTH_LISTEN=%s is refused with the forms that it may have', (given) => {
  const [problem] = read(given).problems;
  expect(problem && inEnglish(problem).message).toContain('HOST:PORT such as 0.0.0.0:9090');
});
