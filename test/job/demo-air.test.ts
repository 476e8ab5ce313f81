import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { AirStep } from '../../dev/demo/air-words.ts';

const DEMO = fileURLToPath(new URL('../../dev/demo/main.ts', import.meta.url));

test('the demo of Air compares every product with Air after each step', async () => {
  const demo = spawn(process.execPath, [DEMO, '--air', '--articles=300', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void demo.kill('SIGKILL'));
  const ended = once(demo, 'close');
  const [stdout, stderr] = await Promise.all([text(demo.stdout), text(demo.stderr)]);
  expect(await ended, stderr).toEqual([0, null]);
  const steps = JSON.parse(stdout) as AirStep[];
  expect(steps.map(({ name, wrong, made, details }) => [name, wrong, made, details])).toEqual([
    ['first', 0, 300, 300],
    ['quiet', 0, 0, 0],
    ['prices', 0, 0, 0],
    ['together', 0, 25, 55],
  ]);
  expect(steps.map(({ written }) => written)).toEqual([0, 0, 40, 60]);
});
