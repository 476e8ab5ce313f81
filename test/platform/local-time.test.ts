import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { PROJECT } from '../support/project.ts';

const MODULE = new URL('../../src/platform/local-time.ts', import.meta.url).href;

test.each([
  ['America/Argentina/Buenos_Aires', '2026-11-21 23:30', 'America/Argentina/Buenos_Aires'],
  ['America/Cordoba', '2026-11-21 23:30', 'America/Argentina/Cordoba'],
  ['Europe/Madrid', '2026-11-22 03:30', 'Europe/Madrid'],
  ['UTC', '2026-11-22 02:30', 'UTC'],
])('a moment of the database is told on the clock of %s', (TZ, moment, place) => {
  const script = `import { localTime, localZone } from '${MODULE}'; console.log(localTime('2026-11-22 02:30:59.999'), localZone())`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: PROJECT,
    env: { ...process.env, TZ },
    encoding: 'utf8',
  });
  expect(stdout, stderr).toMatch(new RegExp(`^${moment} ${place}\n$`));
});
