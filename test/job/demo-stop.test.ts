import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSchema, type TestSchema } from '../support/database.ts';

const DEMO = fileURLToPath(new URL('../../dev/demo/main.ts', import.meta.url));

let schema: TestSchema;
beforeEach(async () => {
  schema = await openSchema();
});
afterEach(() => schema.drop());

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a demo that is stopped by %s leaves no schema and no run behind', async (signal, code) => {
  const demo = spawn(process.execPath, [DEMO], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  demo.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(demo, 'close');
  await expect.poll(() => stderr, { timeout: 30_000 }).toContain('sync runs');
  const [, name = ''] = /schema (\w+)/.exec(stderr) ?? [];
  await expect.poll(() => sessionsOf(name), { timeout: 30_000 }).not.toEqual([]);
  demo.kill(signal);

  expect(await ended, stderr).toEqual([code, null]);
  expect(await schema.query('SHOW DATABASES LIKE ?', [name])).toEqual([]);
  expect(await sessionsOf(name)).toEqual([]);
});

function sessionsOf(name: string): Promise<object[]> {
  return schema.query('SELECT id FROM information_schema.processlist WHERE db = ?', [name]);
}
