import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { articles, clearedAirShop, quantity } from '../support/air.ts';
import { openGrants } from '../support/grants.ts';
import { runJob } from '../support/job.ts';

const shop = await clearedAirShop();
const { air } = shop;

test('both speeds, `doctor`, the page and what looks at it need no more than the rights of deploy/grants', async () => {
  await shop.schema.query(
    'CREATE TABLE IF NOT EXISTS published_items (id BIGINT PRIMARY KEY, meli_id VARCHAR(20))',
  );
  await shop.schema.query('CREATE TABLE mirror (id BIGINT PRIMARY KEY)');
  await shop.schema.query('CREATE PROCEDURE rebuild_mirror() DO 1');
  const grants = await openGrants(shop.schema, shop.schema);
  try {
    await grants.apply('3-sync.sql');
    await grants.apply('4-reader.sql');
    const as = (user: 'sync' | 'reader', ...args: string[]) =>
      runJob(args, { ...shop.env, ...grants.login(user) });
    shop.env['MISSING_RUNS'] = '1';
    air.articles = articles(20);
    expect((await as('sync', 'sync')).report).toMatchObject({ exit_code: 0, inserted: 20 });
    air.articles = articles(19, () => ({ precio: 9000, cba: quantity('cba', 4), descrip: 'OTRO' }));
    expect((await as('sync', 'sync', '--mode', 'flash')).report).toMatchObject({ exit_code: 0, updated: 20 });
    expect((await as('sync', 'sync')).report).toMatchObject({ exit_code: 0, updated: 19, removed: 1 });
    const doctor = await as('sync', 'doctor');
    expect(doctor.exitCode, doctor.stdout).toBe(0);
    expect(doctor.stdout).toContain('Air, as c1234');
    expect(doctor.stdout).toContain('air_item');

    air.articles = articles(21);
    expect((await as('reader', 'sync', '--dry-run')).report).toMatchObject({ exit_code: 0, inserted: 1 });
    const page = join(mkdtempSync(join(tmpdir(), 'air-page-')), 'index.html');
    for (const command of [
      ['runs'],
      ['history', '0000002'],
      ['history', '--today'],
      ['history', '--out-of-stock'],
      ['quarantine'],
      ['report', '--out', page],
    ]) {
      const { exitCode, stderr } = await as('reader', ...command);
      expect(exitCode, `${command.join(' ')}: ${stderr}`).toBe(0);
    }
    rmSync(dirname(page), { recursive: true });
    await shop.schema.query('DELETE FROM sync_run');
    air.logIn = { ...air.logIn, password: 'another one' };
    const refused = await as('sync', 'doctor');
    expect(refused.exitCode).toBe(78);
    expect(refused.stdout).toContain('Air refuses the log-in');
  } finally {
    await grants.drop();
  }
});
