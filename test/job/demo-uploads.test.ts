import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Uploaded } from '../../dev/demo/uploads.ts';

const DEMO = fileURLToPath(new URL('../../dev/demo/main.ts', import.meta.url));

test('the demo of uploads accounts for every row of the real catalogue and of a file with mistakes, and leaves nothing behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const demo = spawn(process.execPath, [DEMO, '--uploads', '--json'], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void demo.kill('SIGKILL'));
  const ended = once(demo, 'close');
  const [stdout, stderr] = await Promise.all([text(demo.stdout), text(demo.stderr)]);
  expect(await ended, stderr).toEqual([0, null]);
  const uploaded = JSON.parse(stdout) as Uploaded[];
  expect(
    uploaded.map(({ total, created, updated, unchanged, failed }) => [
      total,
      created,
      updated,
      unchanged,
      failed,
    ]),
  ).toEqual([
    [15_078, 15_078, 0, 0, 0],
    [15_078, 0, 0, 15_078, 0],
    [15_094, 30, 253, 14_811, 0],
    [300, 285, 5, 0, 10],
  ]);
  expect(uploaded[3]?.errors.map(({ fila }) => fila)).toEqual([22, 23, 24, 25, 26, 42, 43, 44, 45, 46]);
  expect(readdirSync(folder)).toEqual([]);
});
