import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PageModel } from '../../src/dashboard/model/model.ts';
import { SPELLINGS } from '../../src/runs/commands.ts';
import { dayArgument } from '../../src/runs/days.ts';
import { STATUSES } from '../../src/runs/outcome.ts';
import { esText } from '../../src/runs/words/es.ts';
import { goods, offer } from '../support/goods.ts';
import { zoneAtNoon } from '../support/month.ts';
import { sharedShop } from '../support/test-shop.ts';

const shop = await sharedShop();
beforeEach(() => {
  shop.env['TZ'] = zoneAtNoon(new Date());
});
afterEach(() => shop.schema.query('DELETE FROM sync_run'));

interface Run {
  id: string;
  /** UTC, or so many seconds ago. */
  at: string | number;
  status?: string;
  /** Seconds since it showed that it lives. */
  silent?: number;
  reason?: string;
  exit?: number;
  error?: object;
}

async function began(...runs: readonly Run[]): Promise<void> {
  for (const { id, at, status = 'succeeded', silent = 0, reason = null, exit = null, error } of runs) {
    const when = typeof at === 'string' ? `'${at}'` : `UTC_TIMESTAMP(3) - INTERVAL ${at} SECOND`;
    await shop.schema.query(
      `INSERT INTO sync_run (run_id, command, mode, status, reason, exit_code, error, started_at, alive_at, committed_at)
       VALUES (?, 'sync', 'delta', ?, ?, ?, ?, ${when}, UTC_TIMESTAMP(3) - INTERVAL ? SECOND, ${status === 'succeeded' ? when : 'NULL'})`,
      [id, status, reason, exit, error === undefined ? null : JSON.stringify(error), silent],
    );
  }
}

async function listed(...flags: string[]): Promise<string[]> {
  const { stdout, stderr, exitCode } = await shop.run('runs', '--json', ...flags);
  expect(exitCode, stderr).toBe(0);
  return (JSON.parse(stdout) as { run_id: string }[]).map(({ run_id: id }) => id);
}

test('`runs --day` has the runs of a local day, be it of 23, 24 or 25 hours', async () => {
  shop.env['TZ'] = 'Europe/Madrid';
  await began(
    { id: 'before-25', at: '2026-10-24 21:59:59.999' },
    { id: 'first-25', at: '2026-10-24 22:00:00.000' },
    { id: 'last-25', at: '2026-10-25 22:59:59.999' },
    { id: 'after-25', at: '2026-10-25 23:00:00.000' },
    { id: 'first-23', at: '2026-03-28 23:00:00.000' },
    { id: 'last-23', at: '2026-03-29 21:59:59.999' },
    { id: 'after-23', at: '2026-03-29 22:00:00.000' },
  );
  expect(await listed('--day', '2026-10-25')).toEqual(['last-25', 'first-25']);
  expect(await listed('--day', '2026-03-29')).toEqual(['last-23', 'first-23']);
  expect(await listed('--day', '2026-10-26')).toEqual(['after-25']);
  expect((await shop.run('runs', '--day', '2026-11-01')).stdout).toBe('no such run\n');
  expect((await shop.run('runs', '--day', '2026-03-01')).stdout).toBe(
    'no run is kept of before 2026-03-29 00:00\n',
  );
  const one = await shop.run('runs', '--day', '2026-10-25', '--limit', '1', '--lang', 'es');
  expect(one.stdout).toMatch(
    /^last-25 +25\/10 23:59 .*\ny 1 más: --limit 2 las muestra\nHora de Europe\/Madrid\.\n/m,
  );
});

test('`runs --day` takes today and yesterday in both languages', async () => {
  await began({ id: 'now', at: 0 }, { id: 'a-day-ago', at: 86_400 }, { id: 'two-days-ago', at: 2 * 86_400 });
  for (const day of ['today', 'hoy', 'HOY']) expect(await listed('--day', day), day).toEqual(['now']);
  for (const day of ['yesterday', 'ayer']) expect(await listed('--day', day), day).toEqual(['a-day-ago']);
});

test('`runs --failed` has everything that went wrong as the page’s days count it, each with why', async () => {
  const runs = [...STATUSES, 'later'].map((status, index) => ({
    ...{ id: `run-${index}`, at: 100 + index, status },
  }));
  await began(...runs, { id: 'silent', at: 300, status: 'running', silent: 121 });
  const wrong = [
    ...runs.filter(({ status }) => !['succeeded', 'running'].includes(status)).map(({ id }) => id),
    'silent',
  ];
  expect(await listed('--failed', '--day', 'today')).toEqual(wrong);
  const { stdout: page } = await shop.run('report', '--out', '/dev/null', '--json');
  const day = (JSON.parse(page) as PageModel).by_day.at(-1);
  expect(day).toMatchObject({ good: 1, incomplete: 2, stopped: 1, failed: 4 });
  expect(wrong).toHaveLength(7);
  expect(await listed('--status', 'lost')).toEqual([
    runs.find(({ status }) => status === 'lost')?.id,
    'silent',
  ]);
  expect(await listed('--status', 'running')).toHaveLength(1);
});

test('a real run that failed is listed with its reason in the reader’s language, within 80 columns', async () => {
  offer(shop, goods(3));
  shop.bitcram.intercept(() => ({ status: 503, body: '' }));
  const { report } = await shop.run('sync');
  shop.bitcram.intercept(() => undefined);
  await began({ id: 'well', at: 500 }, { id: 'silent', at: 600, status: 'running', silent: 200 });
  const { stdout } = await shop.run('runs', '--failed', '--lang', 'es');
  expect(stdout).toMatch(/^sincronización +empezó +resultado +por qué\n/);
  expect(stdout).toMatch(
    new RegExp(`^${String(report.run_id)} +\\d\\d/\\d\\d \\d\\d:\\d\\d +falló +Bitcram`, 'm'),
  );
  expect(stdout).toMatch(/^silent .* se cortó +El programa se cortó/m);
  expect(stdout).not.toContain('well');
  expect(stdout).toContain(`runs show ${String(report.run_id)}`);
  const [list = ''] = stdout.split('Hora de');
  expect(Math.max(...list.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

const GUARDED = {
  code: 'sync.guarded',
  params: {
    watches: [
      {
        code: 'sync.sell_out',
        params: { count: 200, of: 250, percent: 80, limit: 20, examples: ['1 Arroz: 5 → 0'] },
      },
    ],
  },
};
const REFUSES = { code: 'platform.failing', params: { service: 'Bitcram', status: 503 } };

test('`runs --failed` has runs that failed in the same way in one row, how many and from when to when', async () => {
  shop.env['TZ'] = 'America/Argentina/Buenos_Aires';
  const at = (minute: number): string =>
    `2026-11-26 1${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}:00.000`;
  const outage = Array.from({ length: 250 }, (_, index) => ({
    ...{ id: `outage-${index}`, at: at(index), status: 'failed', exit: 69, error: REFUSES },
  }));
  await began(
    { id: 'old-stop', at: '2026-11-25 15:00:00.000', status: 'stopped', exit: 77, error: GUARDED },
    { id: 'loaded', at: '2026-11-25 16:00:00.000' },
    ...outage,
    { id: 'stop', at: '2026-11-26 15:00:00.000', status: 'stopped', exit: 77, error: GUARDED },
    { id: 'stop-again', at: '2026-11-26 15:30:00.000', status: 'stopped', exit: 77, error: GUARDED },
  );
  expect(await listed('--failed', '--limit', '1000')).toHaveLength(253);
  const spanish = (await shop.run('runs', '--failed', '--lang', 'es')).stdout
    .replaceAll(/\n {20,}/g, ' ')
    .replaceAll(/ +/g, ' ');
  const STOP = 'La sincronización se detuvo antes de cargar: 200 de 250 productos habrían quedado sin stock.';
  expect(spanish.split('\n').slice(1, 4)).toEqual([
    `stop-again 26/11 12:30 detenida 2 veces, de 12:00 a 12:30: ${STOP}`,
    'outage-249 26/11 11:09 falló 250 veces, de 07:00 a 11:09: Bitcram respondió con un error propio.',
    `old-stop 25/11 12:00 detenida ${STOP} Ya se resolvió.`,
  ]);
  expect(spanish).not.toContain('Arroz');
  const english = (await shop.run('runs', '--failed', '--limit', '1')).stdout.replaceAll(/\s+/g, ' ');
  expect(english).toMatch(/ 11-26 12:30 stopped 2 times, 12:00 to 12:30: The sync .* and 2 more: --limit 3 /);
});

test('what failed again after a sync went well is a row of its own', async () => {
  await began(
    { id: 'first', at: 400, status: 'failed', exit: 69, error: REFUSES },
    { id: 'well', at: 300 },
    { id: 'second', at: 200, status: 'failed', exit: 69, error: REFUSES },
    { id: 'third', at: 100, status: 'failed', exit: 69, error: REFUSES },
  );
  const { stdout } = await shop.run('runs', '--failed', '--lang', 'es');
  expect(stdout).toMatch(/^third .* 2 veces[^]*^first /m);
  expect(stdout).not.toMatch(/^second /m);
});

test('`runs --day` takes a day as it is said in Argentina: without a year or by its name it is the last one', () => {
  // A Sunday.
  const today = '2026-11-29';
  for (const [typed, day] of [
    ['26/11', '2026-11-26'],
    ['29/11', '2026-11-29'],
    ['30/11', '2025-11-30'],
    ['1-2', '2026-02-01'],
    ['29/2', '2024-02-29'],
    ['26/11/2025', '2025-11-26'],
    ['jueves', '2026-11-26'],
    ['Thursday', '2026-11-26'],
    ['miércoles', '2026-11-25'],
    ['sabado', '2026-11-28'],
    ['domingo', '2026-11-22'],
  ] as const)
    expect(dayArgument(typed)(today), typed).toBe(day);
});

test('`runs --status` takes the words that the program uses, in Spanish too', async () => {
  const known: Readonly<Record<string, string>> = SPELLINGS;
  expect(Object.keys(esText.list.status).sort()).toEqual(STATUSES.toSorted());
  for (const [status, word] of Object.entries(esText.list.status)) expect(known[word], word).toBe(status);
  await began({ id: 'well', at: 1 }, { id: 'stopped', at: 2, status: 'stopped' });
  for (const word of ['stopped', 'detenida']) expect(await listed('--status', word)).toEqual(['stopped']);
  for (const word of ['succeeded', 'good', 'bien']) expect(await listed('--status', word)).toEqual(['well']);
});

test.each([
  [
    ['--day', '31/2'],
    /^error: '31\/2' is no value for --day <day>\. .* 2026-11-26 or 26\/11, a weekday such as thursday .*today, hoy/,
  ],
  [['--day', '30/2/2026'], /'30\/2\/2026' is no value for --day/],
  [['--day', '2026-02-30'], /'2026-02-30' is no value for --day/],
  [['--day', 'constructor'], /'constructor' is no value for --day/],
  [
    ['--status', 'bad'],
    /Allowed choices are running, succeeded, incomplete, interrupted, stopped, failed, lost\./,
  ],
  [['--status', 'failed', '--failed'], /--status and --failed exclude each other/],
])('`runs` %j is wrong usage, and says in one line what is right', async (args, message) => {
  const { exitCode, stdout, stderr } = await shop.run('runs', ...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 64, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
