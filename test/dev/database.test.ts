import { expect, test } from 'vitest';
import { addressFrom } from '../../dev/database/named.ts';
import { kindOf } from '../../dev/database/server.ts';
import { testVariablesFor } from '../../dev/database/variables.ts';

test('a server is used when the tests variables name it, never when only the variables of the job do', () => {
  expect(
    addressFrom({ HOST_DB: 'production.example', USER_DB: 'job', PASSWORD_DB: 'secret' }),
  ).toBeUndefined();
  expect(addressFrom({ TEST_HOST_DB: 'db', TEST_PORT_DB: '' })).toEqual({
    host: 'db',
    port: 3306,
    user: 'root',
    password: '',
  });
  expect(addressFrom({ TEST_SOCKET_DB: '/run/s', TEST_HOST_DB: 'db' })).toMatchObject({
    socketPath: '/run/s',
  });
});

test('what the tests are told leads them to the same server', () => {
  const address = { host: '127.0.0.1', port: 3307, user: 'root', password: 'p' };
  const database = {
    ...address,
    kind: 'mysql' as const,
    version: '9',
    origin: '',
    close: async () => undefined,
  };
  expect(addressFrom(testVariablesFor(database))).toEqual(address);
});

test.each([
  ['10.11.14-MariaDB-0+deb12u2', 'mariadb'],
  ['mariadbd  Ver 11.8.3-MariaDB-ubu for debian-linux-gnu', 'mariadb'],
  ['8.4.6', 'mysql'],
  ['9.7.4-2', 'mysql'],
])('%s is %s', (version, kind) => {
  expect(kindOf(version)).toBe(kind);
});
