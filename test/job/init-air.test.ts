import { describe, expect, test } from 'vitest';
import { SIMULATED_PASSWORD, SIMULATED_USER, startAir } from '../../dev/simulate/air/air.ts';
import { makeArticles } from '../../dev/simulate/air/articles.ts';
import { hasTerminal, type Typed } from '../../dev/terminal.ts';
import { isEnglish } from '../support/english.ts';
import { startJob } from '../support/job.ts';
import { ENTER, openSetup, shown } from '../support/setup.ts';

const { path, written, init, database } = await openSetup();

describe.skipIf(!hasTerminal)('on a terminal, with SOURCE=air', () => {
  test('the log-in of Air is asked for and tried, and nothing of Bitcram or of a publications service', async () => {
    const air = await startAir({ articles: makeArticles(5) });
    try {
      const logIn = (password: string): Typed[] => [
        ['(URL_AIR)', air.url + ENTER],
        ['(USER_AIR)', SIMULATED_USER + ENTER],
        ['¿dónde está?', ENTER],
        ['que no se muestra', password + ENTER],
      ];
      // What was answered is offered.
      const again: Typed[] = [
        [/Air rechaza el inicio de sesión[^]*\(URL_AIR\)/, ENTER],
        ['(USER_AIR)', ENTER],
        ...logIn(SIMULATED_PASSWORD).slice(2),
      ];
      const inSpanish = database().map(([asked, typed]): Typed => [
        asked === 'How is the database reached?' ? '¿Cómo se llega' : asked,
        typed,
      ]);
      const end = await init([...logIn('wrong'), ...again, ...inSpanish], ['--lang', 'es'], {
        SOURCE: 'air',
      });
      expect(end.exitCode, shown(end)).toBe(0);
      expect(end.lines.filter(isEnglish)).toEqual([]);
      expect(shown(end)).not.toMatch(/Bitcram|publica/);
      expect(end.raw).not.toContain(SIMULATED_PASSWORD);
      expect(written()).toMatchObject({
        ...{ SOURCE: 'air', URL_AIR: air.url, USER_AIR: SIMULATED_USER },
        ...{ PASSWORD_AIR: SIMULATED_PASSWORD, NOTIFY: 'off' },
      });
      for (const command of ['migrate', 'doctor', 'sync']) {
        const { exitCode, stdout, stderr } = await startJob([command], {}, path('.')).done;
        expect(exitCode, `${command}: ${stdout}${stderr}`).toBe(0);
      }
    } finally {
      await air.close();
    }
  });
});
