import { spawn } from 'node:child_process';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { goods, offer } from '../support/goods.ts';
import { runJob } from '../support/job.ts';
import { reportShop } from '../support/report.ts';

const { shop, folder, out, model } = reportShop();

test('the page is one file, and the browser is told to let it have nothing else', async () => {
  offer(shop, goods(2));
  await shop.run('sync');
  await model();
  const page = readFileSync(out, 'utf8');
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
  expect(policy).toMatch(
    /^default-src &#39;none&#39;; script-src &#39;sha256-[^;]+&#39;; style-src-elem &#39;sha256-[^;]+&#39;;/,
  );
  const inMarkup = page.replace(/<(script|style)[^]*?<\/\1>/g, '');
  const links = [...inMarkup.matchAll(/(?:src|href|action|data)="([^"]*)"/g)].map(([, to]) => to as string);
  const outside = links.filter((to) => to !== 'data:,' && !to.startsWith('#'));
  const dangling = links.filter((to) => to.startsWith('#') && !page.includes(`id="${to.slice(1)}"`));
  expect([outside, dangling]).toEqual([[], []]);
  expect(links).toEqual(expect.arrayContaining(['#days', '#today', '#products', '#charts', '#runs']));
  expect(readdirSync(folder)).toEqual(['report.html']);
});

test('the page has its ending from its first byte on, so that a bucket mounted as a folder knows its type', async () => {
  const seen = new Set<string>();
  const watcher = watch(folder, (_event, name) => seen.add(name ?? ''));
  await model();
  watcher.close();
  expect(seen.size).toBeGreaterThan(1);
  for (const name of seen) expect(name).toMatch(/\.html$/);
});

test('a pipe or a device is written to, and a link stays one: neither is replaced', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'page-'));
  const pipe = join(elsewhere, 'pipe');
  const reader = spawn('sh', ['-c', `mkfifo '${pipe}' && echo made && cat '${pipe}'`]);
  let read = '';
  reader.stdout.on('data', (chunk: Buffer) => (read += chunk.toString()));
  const closed = new Promise((resolve) => reader.on('close', resolve));
  try {
    await vi.waitUntil(() => read.startsWith('made'), { timeout: 20_000 });
    expect((await shop.run('report', '--out', pipe)).exitCode).toBe(0);
    await closed;
    expect(read).toMatch(/^made\n<!doctype html>[^]*<\/html>/i);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    const [link, target] = [join(elsewhere, 'link.html'), join(elsewhere, 'page.html')];
    writeFileSync(target, 'the page of yesterday');
    symlinkSync(target, link);
    expect((await shop.run('report', '--out', link)).exitCode).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toMatch(/^<!doctype html>/i);
  } finally {
    reader.kill();
    rmSync(elsewhere, { recursive: true });
  }
});

test('a file that cannot be written leaves the old page and nothing else, and says what to do (78)', async () => {
  writeFileSync(out, 'the page of yesterday');
  const nowhere = join(folder, 'none', 'report.html');
  const { exitCode, stderr, stdout } = await shop.run('report', '--out', nowhere);
  expect({ exitCode, stdout }).toEqual({ exitCode: 78, stdout: '' });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(
    `cannot write the page to ${nowhere}: ENOENT; give --out a file in a folder that exists`,
  );
  // A folder cannot be replaced by a file.
  expect((await shop.run('report', '--out', folder)).exitCode).toBe(78);
  expect(readdirSync(folder)).toEqual(['report.html']);
  expect(readFileSync(out, 'utf8')).toBe('the page of yesterday');
});

test.each([
  [[], /--out <file>' not specified/],
  [['--out', 'x.html', '--days', '0'], /whole number from 1 to 366/],
  [['--out', 'x.html', '--days', '367'], /whole number from 1 to 366/],
  [['--out', 'x.html', '--time-zone', 'Mars/Olympus'], /there is no time zone Mars\/Olympus/],
])('wrong usage is refused before anything is asked (64): %j', async (flags, complaint) => {
  const { exitCode, stderr } = await runJob(['report', ...flags], {});
  expect(exitCode).toBe(64);
  expect(stderr).toMatch(complaint);
});
