import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { beforeEach, expect, test } from 'vitest';
import { productArgs } from '../../dev/setup/tasks.mjs';
import { goods, offer } from '../support/goods.ts';
import { clearedShop } from '../support/test-shop.ts';

const PRODUCTS = 30;
const shop = await clearedShop({ PAGE_SIZE: '10', LOG_LEVEL: 'debug' });
beforeEach(() => {
  offer(shop, goods(PRODUCTS));
});

/** A file on a disk that is full, as Linux has one. */
const FULL = '/dev/full';
const isLinux = existsSync(FULL);
function onFullDisk<T>(work: (fd: number) => T): T {
  const fd = openSync(FULL, 'w');
  try {
    return work(fd);
  } finally {
    closeSync(fd);
  }
}

function start(args: string[], stdio: ['ignore', 'pipe' | number, 'pipe' | number]): ChildProcess {
  return spawn(process.execPath, [...productArgs, ...args], {
    cwd: import.meta.dirname,
    env: { PATH: process.env['PATH'] ?? '', ...shop.env },
    stdio,
  });
}

async function exitOf(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, 'close')) as [number];
  return code;
}

/** The whole of a run is there, delivered and noted. */
async function expectRun(exitCode: number): Promise<void> {
  expect(exitCode).toBe(0);
  expect(await shop.rows()).toHaveLength(PRODUCTS);
  expect(shop.publications.received()).toHaveLength(PRODUCTS);
  const runs = await shop.schema.query('SELECT status, exit_code, delivered FROM sync_run');
  expect(runs).toEqual([{ status: 'succeeded', exit_code: 0, delivered: PRODUCTS }]);
}

test.runIf(isLinux).each(['json', 'pretty'])(
  'a log on a full disk changes nothing of a run (%s)',
  async (format) => {
    shop.env['LOG_FORMAT'] = format;
    const child = onFullDisk((fd) => start(['sync', '--json'], ['ignore', 'pipe', fd]));
    const [stdout, exitCode] = await Promise.all([
      text(child.stdout as NodeJS.ReadableStream),
      exitOf(child),
    ]);
    await expectRun(exitCode);
    expect(JSON.parse(stdout)).toMatchObject({ event: 'run.finished', inserted: PRODUCTS, exit_code: 0 });
  },
);

test.each([
  ['json', 'at once', 0],
  ['json', 'in the middle', 2],
  ['pretty', 'at once', 0],
  ['pretty', 'in the middle', 2],
])('a log whose reader leaves changes nothing of a run (%s, %s)', async (format, _when, chunks) => {
  shop.env['LOG_FORMAT'] = format;
  const child = start(['sync'], ['ignore', 'pipe', 'pipe']);
  const stderr = child.stderr as NonNullable<ChildProcess['stderr']>;
  let left = chunks;
  if (left === 0) stderr.destroy();
  else stderr.on('data', () => (left -= 1) > 0 || stderr.destroy());
  child.stdout?.resume();
  await expectRun(await exitOf(child));
  expect(stderr.destroyed).toBe(true);
});

test.runIf(isLinux)('an error that no log can take keeps its exit code', async () => {
  shop.env['BITCRAM_TOKEN'] = 'an-aged-token';
  const child = onFullDisk((fd) => start(['sync'], ['ignore', 'pipe', fd]));
  child.stdout?.resume();
  expect(await exitOf(child)).toBe(78);
  const usage = onFullDisk((fd) => start(['sync', '--no-such-flag'], ['ignore', 'pipe', fd]));
  usage.stdout?.resume();
  expect(await exitOf(usage)).toBe(64);
});

test.runIf(isLinux)(
  'a run whose report cannot be printed is a run all the same, and says so in the log',
  async () => {
    const child = onFullDisk((fd) => start(['sync', '--json'], ['ignore', fd, 'pipe']));
    const [stderr, exitCode] = await Promise.all([
      text(child.stderr as NodeJS.ReadableStream),
      exitOf(child),
    ]);
    await expectRun(exitCode);
    expect(stderr).toMatch(/"WARNING".*cannot be written to stdout: ENOSPC/);
    expect(stderr).toContain('"event":"run.finished"');
  },
);

test.runIf(isLinux)(
  'what was only to be printed is no success where it cannot be, but a reader that has enough is none of that',
  async () => {
    await shop.run('sync');
    const full = onFullDisk((fd) => start(['runs', '--json'], ['ignore', fd, 'pipe']));
    const [stderr, exitCode] = await Promise.all([text(full.stderr as NodeJS.ReadableStream), exitOf(full)]);
    expect(exitCode).toBe(69);
    expect(stderr).toMatch(/"ERROR".*cannot be written to stdout: ENOSPC/);
    const left = start(['runs', '--json'], ['ignore', 'pipe', 'pipe']);
    left.stdout?.destroy();
    const [quiet, ended] = await Promise.all([text(left.stderr as NodeJS.ReadableStream), exitOf(left)]);
    expect({ quiet, ended }).toEqual({ quiet: '', ended: 0 });
  },
);
