import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SIMULATED_TOKEN } from '../../dev/simulate/bitcram.ts';
import { hasTerminal, type Typed } from '../../dev/terminal.ts';
import { startCloudSql } from '../support/cloud-sql.ts';
import { startSecretManager } from '../support/secret-manager.ts';
import { DOWN, ENTER, openSetup, shown } from '../support/setup.ts';

const { shop, path, written, init, bitcram, database, expectNoSecret } = await openSetup();

describe.skipIf(!hasTerminal)('on a terminal', () => {
  test('a secret may lie in Secret Manager, where it is read; what it is called is written', async () => {
    const secretManager = await startSecretManager();
    secretManager.put('bitcram-token', SIMULATED_TOKEN);
    secretManager.put('database-password', shop.env['PASSWORD_DB'] ?? '');
    const [url, ...restOfBitcram] = bitcram() as [Typed, Typed];
    const [way, host, port, user, , schema] = database() as [Typed, Typed, Typed, Typed, Typed, Typed];
    const typed: Typed[] = [
      url,
      [restOfBitcram[0][0], DOWN + ENTER],
      ['(PROJECT_ID)', 'shop' + ENTER],
      ['(SECRET_ID)', 'no-token' + ENTER],
      [/no-token of project shop[^]*→[^]*\(URL_BITCRAM\)/, ENTER],
      [restOfBitcram[0][0], ENTER],
      ['(PROJECT_ID)', ENTER],
      ['(SECRET_ID)', 'bitcram-token' + ENTER],
      ['(CHECKOUT)', ENTER],
      ...[way, host, port, user],
      ['(PASSWORD_DB): where is it?', DOWN + ENTER],
      ['(PROJECT_ID)', ENTER],
      ['(PASSWORD_DB_SECRET_ID)', 'database-password' + ENTER],
      schema,
      ['(NOTIFY)', DOWN + ENTER],
    ];
    writeFileSync(
      path('.env'),
      `SECRET_MANAGER_ENDPOINT=${secretManager.endpoint}\nBITCRAM_TOKEN=old-token\n`,
    );
    try {
      const end = await init([['There is a .env already', DOWN + ENTER], ...typed]);
      expect(end.exitCode, shown(end)).toBe(0);
      expectNoSecret(end);
      expect(written()).toMatchObject({
        PROJECT_ID: 'shop',
        SECRET_ID: 'bitcram-token',
        PASSWORD_DB_SECRET_ID: 'database-password',
        SECRET_MANAGER_ENDPOINT: secretManager.endpoint,
      });
      expect(written()).not.toHaveProperty('BITCRAM_TOKEN');
      expect(written()).not.toHaveProperty('PASSWORD_DB');
    } finally {
      secretManager.close();
    }
  });

  test('a Cloud SQL instance is reached by its connector', async () => {
    const { HOST_DB: host = '', PORT_DB: port, USER_DB, PASSWORD_DB, NAME_DB } = shop.env;
    const cloudSql = await startCloudSql({ host, port: Number(port) });
    const { INSTANCE_DB, ...env } = cloudSql.env;
    const typed: Typed[] = [
      ...bitcram(),
      ['(CHECKOUT)', ENTER],
      ['How is the database reached?', DOWN + ENTER],
      ['(INSTANCE_DB)', INSTANCE_DB + ENTER],
      ['(IP_TYPE_DB)', ENTER],
      ['(AUTH_TYPE_DB)', ENTER],
      ['(USER_DB)', USER_DB + ENTER],
      ['(PASSWORD_DB)', PASSWORD_DB + ENTER],
      ['(NAME_DB)', NAME_DB + ENTER],
      ['(NOTIFY)', DOWN + ENTER],
    ];
    try {
      const end = await init(typed, [], env);
      expect(end.exitCode, shown(end)).toBe(0);
      expectNoSecret(end);
      expect(written()).toMatchObject({
        INSTANCE_DB,
        IP_TYPE_DB: 'PUBLIC',
        AUTH_TYPE_DB: 'PASSWORD',
        NAME_DB,
      });
      expect(written()).not.toHaveProperty('HOST_DB');
    } finally {
      await cloudSql.close();
    }
  });
});
