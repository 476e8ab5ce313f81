import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
/** From the ground up; a room imports only rooms that stand before it. */
const FLOORS = [
  'platform',
  'server',
  'spreadsheets',
  'mysql',
  'rabbitmq',
  'runs',
  'sources',
  'channels',
  'uploads',
  'alerts',
  'sales',
  'sync',
  'dashboard',
  'cli',
];

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
/** Every file with what it imports: values, types, and what it loads later. */
const imports = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file: string): string[] {
  const text = readFileSync(join(SOURCES, file), 'utf8');
  const found = text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*'(\.{1,2}\/[^']+\.ts)'/gm);
  return [...found].map(([, path = '']) => join(dirname(file), path));
}

const roomOf = (file: string): string => file.split('/')[0] as string;

test('every import names a file that is there', () => {
  expect(files.length).toBeGreaterThan(100);
  const all = new Set(files);
  const unknown = [...imports].flatMap(([file, paths]) =>
    paths.filter((path) => !all.has(path)).map((path) => `${file} → ${path}`),
  );
  expect(unknown).toEqual([]);
});

test('a room imports no room above it, neither values nor types, neither now nor later', () => {
  const rooms = new Set(files.filter((file) => file !== 'main.ts').map(roomOf));
  expect([...rooms].sort()).toEqual([...FLOORS].sort());
  const upward = [...imports].flatMap(([file, paths]) =>
    paths
      .filter((path) => file !== 'main.ts' && FLOORS.indexOf(roomOf(path)) > FLOORS.indexOf(roomOf(file)))
      .map((path) => `${file} → ${path}`),
  );
  expect(upward).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const circles: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    else {
      state.set(file, 'open');
      for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    }
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

/** What is loaded at once with these files: other files, and packages as "name in file". */
function loadedWith(...first: readonly string[]): { files: Set<string>; packages: string[] } {
  const loaded = new Set<string>();
  const packages: string[] = [];
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const text = readFileSync(join(SOURCES, file), 'utf8');
    for (const [, path = ''] of text.matchAll(/^(?:im|ex)port (?!type)(?:[^;]*? from )?'([^']+)'/gm)) {
      if (path.startsWith('.')) load(join(dirname(file), path));
      else packages.push(`${path} in ${file}`);
    }
  };
  for (const file of first) load(file);
  return { files: loaded, packages };
}

test('reading the configuration, which every command does, does not load the database driver', () => {
  const rooms = ['channels', 'sources', 'sync', 'alerts', 'mysql', 'server', 'uploads'];
  const { files: loaded, packages } = loadedWith(...rooms.map((room) => `${room}/config.ts`));
  expect(loaded.size).toBeGreaterThan(30);
  expect(packages.filter((name) => name.startsWith('mysql2'))).toEqual([]);
});

test('no command but `serve` loads the HTTP server', () => {
  const late = files.flatMap((file) => {
    const text = readFileSync(join(SOURCES, file), 'utf8');
    return [...text.matchAll(/\bimport\(\s*'(\.{1,2}\/[^']+\.ts)'/g)].map(([, path = '']) =>
      join(dirname(file), path),
    );
  });
  expect(late).toContain('cli/serve.ts');
  const others = late.filter((file) => file !== 'cli/serve.ts');
  const ofServer = ({ packages }: ReturnType<typeof loadedWith>): string[] =>
    packages.filter((name) => /^(?:@?fastify|write-excel-file)/.test(name));
  expect(ofServer(loadedWith('main.ts', ...others))).toEqual([]);
  expect(ofServer(loadedWith('cli/serve.ts')).length).toBeGreaterThan(3);
});

test('the SDK of AWS is loaded where files lie in S3 or messages in SQS, and nowhere else', () => {
  const text = (file: string): string => readFileSync(join(SOURCES, file), 'utf8');
  const loading = files.filter((file) => /^import (?!type)(?:[^;]*? from )?'@aws-sdk\//m.test(text(file)));
  expect(loading.sort()).toEqual(['uploads/aws/prepare.ts', 'uploads/queue/sqs.ts', 'uploads/store/s3.ts']);
  const late = new RegExp(`\\bfrom '[^']*/(?:${loading.map((file) => basename(file)).join('|')})'`, 'm');
  expect(files.filter((file) => file.startsWith('uploads/') && late.test(text(file)))).toEqual([]);
});

/** What a file may import, or may not. */
const WALLS: readonly [file: string, imported: string, allowed: boolean][] = [
  ['platform/a.ts', '../mysql/session.ts', false],
  ['platform/http/a.ts', '../../runs/job.ts', false],
  ['platform/http/a.ts', '../log.ts', true],
  ['server/a.ts', '../mysql/session.ts', false],
  ['server/a.ts', '../sales/monitor.ts', false],
  ['server/a.ts', '../platform/log.ts', true],
  ['sales/a.ts', '../server/health.ts', true],
  ['mysql/a.ts', '../server/health.ts', false],
  ['spreadsheets/a.ts', '../mysql/session.ts', false],
  ['spreadsheets/xlsx/a.ts', '../../sources/source.ts', false],
  ['spreadsheets/xlsx/a.ts', '../../platform/text.ts', true],
  ['mysql/a.ts', '../spreadsheets/index.ts', false],
  ['mysql/a.ts', '../runs/job.ts', false],
  ['mysql/a.ts', '../platform/log.ts', true],
  ['mysql/a.ts', '../rabbitmq/broker.ts', false],
  ['rabbitmq/a.ts', '../mysql/session.ts', false],
  ['rabbitmq/a.ts', '../sales/worker.ts', false],
  ['rabbitmq/a.ts', '../platform/log.ts', true],
  ['runs/a.ts', '../rabbitmq/broker.ts', false],
  ['runs/a.ts', '../sync/sync.ts', false],
  ['runs/a.ts', '../mysql/session.ts', true],
  ['sources/a.ts', './bitcram/client.ts', false],
  ['sources/a.ts', './bitcram/scan/index.ts', false],
  ['sources/a.ts', './bitcram/index.ts', true],
  ['sources/air/a.ts', '../bitcram/index.ts', false],
  ['sources/air/a.ts', '../../channels/channel.ts', false],
  ['sources/air/a.ts', '../../sources/bitcram/config.ts', false],
  ['sources/air/a.ts', '../index.ts', false],
  ['sources/air/a.ts', '../source.ts', true],
  ['sources/air/a.ts', '../../spreadsheets/index.ts', true],
  ['sources/air/a.ts', '../../spreadsheets/xlsx/open.ts', false],
  ['sources/air/auth/a.ts', '../../bitcram/client.ts', false],
  ['sources/bitcram/a.ts', './scan/parts.ts', false],
  ['sources/bitcram/a.ts', './scan/index.ts', true],
  ['sources/bitcram/auth/a.ts', '../scan/parts.ts', false],
  ['sources/bitcram/scan/a.ts', '../client.ts', false],
  ['sources/bitcram/scan/a.ts', '../../source.ts', false],
  ['sources/bitcram/scan/a.ts', '../../../platform/decimal.ts', true],
  ['channels/a.ts', './publications/sender.ts', false],
  ['channels/a.ts', './publications/index.ts', true],
  ['channels/shopify/a.ts', '../publications/index.ts', false],
  ['channels/shopify/a.ts', '../../mysql/session.ts', false],
  ['channels/shopify/a.ts', '../outbox.ts', false],
  ['channels/shopify/a.ts', '../stock.ts', false],
  ['channels/shopify/a.ts', '../selling.ts', false],
  ['channels/shopify/a.ts', '../sell.ts', false],
  ['channels/shopify/a.ts', '../shared/index.ts', false],
  ['channels/shopify/a.ts', '../stock/levels.ts', false],
  ['channels/stock/a.ts', '../shopify/index.ts', false],
  ['channels/stock/a.ts', '../outbox.ts', false],
  ['channels/stock/a.ts', '../../sync/load.ts', false],
  ['channels/stock/a.ts', '../../runs/names.ts', true],
  ['channels/a.ts', './stock/levels.ts', true],
  ['channels/a.ts', './outbox/changes.ts', true],
  ['channels/a.ts', './shared/pace.ts', false],
  ['channels/a.ts', './shared/index.ts', true],
  ['channels/outbox/a.ts', '../publications/index.ts', false],
  ['channels/outbox/a.ts', '../listings/due.ts', false],
  ['channels/outbox/a.ts', '../selling.ts', false],
  ['channels/outbox/a.ts', '../state.ts', true],
  ['channels/shared/a.ts', '../outbox.ts', false],
  ['channels/shared/a.ts', '../marketplace.ts', true],
  ['channels/selling/a.ts', '../shopify/index.ts', false],
  ['channels/selling/a.ts', '../marketplaces.ts', false],
  ['channels/selling/a.ts', '../stock/levels.ts', false],
  ['channels/selling/a.ts', '../outbox/dead.ts', false],
  ['channels/selling/a.ts', '../listings/round.ts', true],
  ['channels/selling/a.ts', '../shared/index.ts', true],
  ['channels/selling/a.ts', '../stock.ts', true],
  ['channels/selling/a.ts', '../reconcile/run.ts', false],
  ['channels/reconcile/a.ts', '../selling/run.ts', true],
  ['channels/reconcile/a.ts', '../shopify/index.ts', false],
  ['channels/reconcile/a.ts', '../stock/levels.ts', false],
  ['channels/reconcile/a.ts', '../../alerts/alert.ts', false],
  ['channels/commands/a.ts', '../outbox/dead.ts', false],
  ['channels/commands/a.ts', '../outbox.ts', true],
  ['channels/commands/a.ts', '../words/en.ts', true],
  ['sync/a.ts', '../channels/outbox/changes.ts', false],
  ['sync/a.ts', '../channels/selling/run.ts', false],
  ['sales/a.ts', '../channels/selling/sell.ts', false],
  ['sync/a.ts', '../channels/stock/levels.ts', false],
  ['sync/a.ts', '../channels/stock.ts', true],
  ['channels/shopify/a.ts', '../channel.ts', true],
  ['alerts/a.ts', '../channels/publications/sender.ts', false],
  ['alerts/a.ts', '../channels/outbox.ts', true],
  ['alerts/a.ts', '../sources/bitcram/client.ts', false],
  ['alerts/a.ts', '../sources/source.ts', false],
  ['alerts/a.ts', '../sources/index.ts', true],
  ['sales/a.ts', '../channels/sell.ts', true],
  ['sales/a.ts', '../rabbitmq/broker.ts', true],
  ['sales/a.ts', '../channels/stock/levels.ts', false],
  ['sales/a.ts', '../channels/shopify/index.ts', false],
  ['sales/a.ts', '../alerts/alert.ts', true],
  ['sales/a.ts', '../dashboard/report.ts', false],
  ['sales/a.ts', '../channels/reconcile/run.ts', false],
  ['sales/a.ts', '../channels/reconcile.ts', true],
  ['uploads/a.ts', '../spreadsheets/index.ts', true],
  ['uploads/a.ts', '../spreadsheets/row.ts', false],
  ['uploads/a.ts', '../server/health.ts', true],
  ['uploads/rows/a.ts', '../../mysql/session.ts', true],
  ['uploads/a.ts', '../runs/job.ts', false],
  ['uploads/a.ts', '../channels/outbox.ts', false],
  ['uploads/a.ts', '../sales/worker.ts', false],
  ['uploads/a.ts', '../alerts/alert.ts', false],
  ['channels/a.ts', '../uploads/task.ts', false],
  ['sources/a.ts', '../uploads/task.ts', false],
  ['sales/a.ts', '../uploads/task.ts', false],
  ['sync/a.ts', '../uploads/task.ts', false],
  ['channels/a.ts', '../sales/worker.ts', false],
  ['channels/a.ts', '../rabbitmq/broker.ts', false],
  ['alerts/a.ts', '../rabbitmq/queues.ts', true],
  ['dashboard/a.ts', '../alerts/till.ts', true],
  ['sync/a.ts', '../sources/bitcram/index.ts', false],
  ['sync/a.ts', '../channels/publications/index.ts', false],
  ['sync/a.ts', '../cli/program.ts', false],
  ['sync/a.ts', '../sources/source.ts', true],
  ['sync/a.ts', '../sources/words/en.ts', false],
  ['sync/a.ts', '../sources/words/quarantine.en.ts', true],
  ['sync/a.ts', '../channels/words/en.ts', false],
  ['sync/run.ts', '../mysql/session.ts', false],
  ['sync/run.ts', 'nodejs-polars', false],
  ['dashboard/a.ts', '../sync/sync.ts', false],
  ['dashboard/a.ts', '../sources/index.ts', false],
  ['dashboard/a.ts', '../sources/source.ts', true],
  ['dashboard/a.ts', '../sources/config.ts', true],
  ['dashboard/a.ts', '../channels/outbox.ts', false],
  ['dashboard/a.ts', '../channels/publications/index.ts', false],
  ['dashboard/a.ts', '../channels/index.ts', true],
  ['dashboard/a.ts', '../alerts/memory.ts', false],
  ['dashboard/a.ts', '../alerts/words/en.ts', false],
  ['dashboard/a.ts', '../alerts/words/causes.en.ts', true],
  ['dashboard/a.ts', '../alerts/late.ts', true],
  ['dashboard/model/a.ts', '../../sync/sync.ts', false],
  ['dashboard/model/a.ts', '../../channels/outbox.ts', false],
  ['dashboard/model/a.ts', '../../channels/index.ts', true],
  ['dashboard/words/a.ts', '../../sources/words/quarantine.en.ts', true],
  ['dashboard/words/a.ts', '../../sources/words/en.ts', false],
  ['dashboard/page/a.ts', '../../alerts/memory.ts', false],
  ['dashboard/page/a.ts', '../../alerts/telling.ts', true],
  ['dashboard/questions/a.ts', '../../sources/index.ts', false],
  ['dashboard/questions/a.ts', '../../sources/source.ts', true],
  ['cli/a.ts', '../sources/bitcram/client.ts', false],
  ['cli/a.ts', '../sources/index.ts', true],
  ['cli/catalogue/a.ts', '../../sources/bitcram/words/en.ts', false],
  ['cli/catalogue/a.ts', '../../sources/words/en.ts', true],
];

test('the linter refuses what a wall forbids, types too, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'walls-'));
  try {
    copyFileSync(join(SOURCES, '../.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    for (const [file, of] of Map.groupBy(WALLS, ([name]) => name)) {
      const path = join(folder, 'src', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, of.map(([, imported]) => `export type * from '${imported}';\n`).join(''));
    }
    const { stdout } = spawnSync('oxlint', ['-f', 'unix'], { cwd: folder, encoding: 'utf8' });
    const refused = [...stdout.matchAll(/^src\/(\S+?):\d+:\d+: '(\S+)' import is restricted/gm)];
    expect(refused.map(([, file, imported]) => `${file} → ${imported}`).sort()).toEqual(
      WALLS.filter(([, , allowed]) => !allowed)
        .map(([file, imported]) => `${file} → ${imported}`)
        .sort(),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
