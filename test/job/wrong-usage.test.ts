import { expect, test } from 'vitest';
import { runJob } from '../support/job.ts';
import { sharedShop } from '../support/test-shop.ts';

const shop = await sharedShop();

test('a wrong environment names every wrong variable at once, the log included, and no value', async () => {
  const wrong = {
    CHECKOUT: 's3cr3t-1',
    PORT_DB: 's3cr3t-2',
    NOTIFY: 's3cr3t-3',
    LOG_LEVEL: 's3cr3t-4',
    MISSING_RUNS: '0',
  };
  const { exitCode, report, stderr, stdout } = await runJob(['sync', '--json'], { ...shop.env, ...wrong });
  expect(exitCode).toBe(78);
  for (const name of Object.keys(wrong)) expect(report.reason).toContain(`${name} must be `);
  expect(stderr + stdout).not.toContain('s3cr3t');
  expect(JSON.parse(stdout)).toMatchObject({ event: 'run.finished', status: 'failed', exit_code: 78 });
});

test('an empty environment names everything that is missing at once', async () => {
  const { exitCode, report } = await runJob(['sync'], {});
  expect(exitCode).toBe(78);
  for (const name of [
    'URL_BITCRAM',
    'CHECKOUT',
    'BITCRAM_TOKEN',
    'USER_DB',
    'URL_PUBLICATIONS',
    'SECRET_PUBLICATIONS',
  ]) {
    expect(report.reason).toContain(`${name} is missing`);
  }
});

test.each([
  [[], /no command is given; see `npm run job -- --help`/],
  [['sync', '--mod', 'full'], '--mod'],
  [['sync', '--mode', 'quick'], 'quick'],
  [['sync', '--compare', 'thorough'], 'thorough'],
  [['sync', '--select', '12a'], '12a'],
  [['sync', '--select', '0'], '0'],
  [['sync', '--select'], '--select'],
  [['sync', 'now'], 'argument'],
  [['sinc'], "unknown command 'sinc'; did you mean sync?"],
  [['zzzzzz'], /unknown command 'zzzzzz'; see `npm run job -- --help`/],
  [['sync', '--dryrun'], /unknown option '--dryrun'; did you mean `npm run job -- sync --dry-run`\?/],
  [
    ['runs', 'show', 'last', '--day', 'today'],
    /`npm run job -- runs show last` shows one run: --day, --status and --failed are of `npm run job -- runs`/,
  ],
  [['show', 'runs'], /'show'; did you mean `npm run job -- runs show last`\?/],
  [['runs', 'last'], /did you mean `npm run job -- runs show last`\?/],
  [['run', 'show'], /did you mean `npm run job -- runs show last`\?/],
  [['run', 'show', '2026-a'], /did you mean `npm run job -- runs show 2026-a`\?/],
  [['last'], /did you mean `npm run job -- runs show last`\?/],
  [['sync', 'dry-run'], /did you mean `npm run job -- sync --dry-run`\?/],
  [['sync', 'dryrun', '--force'], /did you mean `npm run job -- sync --dry-run --force`\?/],
  [['rechazados'], /did you mean `npm run job -- dead list`\?/],
  [['dry-run'], /did you mean `npm run job -- sync --dry-run`\?/],
  [['--dryrun', 'sync'], /did you mean `npm run job -- sync --dry-run`\?/],
  [['sync', 'flash'], /did you mean `npm run job -- sync --mode flash`\?/],
  [['help'], /did you mean `npm run job -- --help`\?/],
  [['help', 'sync'], /did you mean `npm run job -- sync --help`\?/],
  [
    ['ayuda', '--lang', 'es'],
    /no existe el comando 'ayuda'; ¿quisiste decir `npm run job -- --help --lang es`\?/,
  ],
  [['historial'], /did you mean `npm run job -- history --today`\?/],
  [['última', 'corrida', '--lang', 'es'], /¿quisiste decir `npm run job -- runs show last --lang es`\?/],
  [['sync', 'zzz'], /too many arguments for 'sync'; see `npm run job -- --help`/],
  [['sync', '--select', '1', '--mode', 'full'], '--mode full'],
  [['sync', '--select', '1', '--mode', 'flash'], '--mode flash'],
  [['sync', '--every', '0'], '--every'],
  [['sync', '--mode', 'flash', '--compare', 'flash'], '--mode flash and --compare flash'],
  [['sync', '--mode', 'deep', '--compare', 'flash'], '--mode deep and --compare flash'],
])('%j is wrong usage, and says why', async (args, message) => {
  const { exitCode, stderr, stdout } = await runJob(args, shop.env);
  expect(exitCode).toBe(64);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
  expect(shop.bitcram.requests).toEqual([]);
});
