import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { openSchema } from '../support/database.ts';
import { commandsOf, fencesOf } from '../support/documents.ts';
import { PROJECT } from '../support/project.ts';

const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
const [, section = ''] = /^## Five minutes on a laptop\n(.*?)^## /ms.exec(readme) ?? [];

test(
  'five minutes on a laptop, as the README says, from a fresh clone: each command does what it says',
  { timeout: 240_000 },
  async () => {
    const clone = freshClone();
    const [simulators = '', database = '', thenEither = '', , byHand = ''] = fencesOf(section);
    // Ports that are free, and no server that the tests were given.
    const lines = await Promise.all([
      linesOf(
        start(clone, `${command(simulators)} -- --port 0 --publications-port 0`),
        'SECRET_PUBLICATIONS',
      ),
      linesOf(start(clone, command(database)), 'NAME_DB').catch(ofTheTests),
    ]);
    writeFileSync(join(clone, '.env'), lines.flat().join('\n'));

    const [discover = ''] = commandsOf(byHand).filter((line) => line.endsWith('discover'));
    const outputs = new Map<string, string>();
    for (const line of [...commandsOf(thenEither), discover]) {
      const child = start(clone, line);
      const [stdout, stderr, [exitCode]] = await Promise.all([
        text(child.stdout as NodeJS.ReadableStream),
        text(child.stderr as NodeJS.ReadableStream),
        once(child, 'close') as Promise<[number]>,
      ]);
      expect(exitCode, `${line}: ${stdout}${stderr}`).toBe(0);
      outputs.set(`${line}${outputs.has(line) ? ' again' : ''}`, stdout + stderr);
    }
    expect(outputs.size).toBe(9);
    const said = (line: string): string => outputs.get(`npm run job -- ${line}`) ?? '';
    expect(said('sync --dry-run')).toContain('"inserted":15078');
    expect(said('sync')).toContain('"delivered":15078');
    expect(said('sync again')).toContain('"unchanged":15078');
    expect(said('sync --mode flash')).toContain('"mode":"flash"');
    expect(said('discover')).toContain('701');
    expect(readFileSync(join(clone, 'report.html'), 'utf8')).toContain('<html');
  },
);

/** The project's sources without what was built, with the packages that a clone would fetch. */
function freshClone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clone-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const left = ['node_modules', '.cache', 'dist', '.git', '.env', 'test', 'docs'];
  for (const name of readdirSync(PROJECT).filter((each) => !left.includes(each))) {
    cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  }
  for (const name of ['node_modules', '.cache']) symlinkSync(join(PROJECT, name), join(folder, name));
  return folder;
}

const command = (block: string): string => commandsOf(block)[0] ?? '';

function start(folder: string, line: string): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('sh', ['-c', `exec ${line}`], {
    cwd: folder,
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'close');
  });
  return child;
}

/** Where the only database is the one that the tests were given, a schema there. */
async function ofTheTests(error: Error): Promise<string[]> {
  if (!error.message.includes('was found')) throw error;
  const { env, drop } = await openSchema();
  onTestFinished(drop);
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

/** The lines for .env that it prints, up to the one with this name. */
async function linesOf(child: ChildProcess, last: string): Promise<string[]> {
  const errors = text(child.stderr as NodeJS.ReadableStream);
  const found: string[] = [];
  let rest = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    const lines = `${rest}${chunk.toString()}`.split('\n');
    rest = lines.pop() ?? '';
    found.push(...lines.filter((line) => /^[A-Z_]+=/.test(line)));
    if (found.some((line) => line.startsWith(`${last}=`))) return found;
  }
  throw new Error(`it ended before it had printed its lines: ${await errors}`);
}
