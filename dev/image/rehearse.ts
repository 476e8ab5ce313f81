// Where no container engine is at hand: what the Dockerfile says is done step by step in a temporary folder, and the tree that
// comes of it is tried out. `npm run image:rehearse` prepares everything that this needs. Takes a minute or two.
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../database.ts';
import { execute } from '../database/execute.ts';
import { variablesFor } from '../database/variables.ts';
import { projectFolder } from '../setup/project.mjs';
import { buildImage, type Image, userOf } from './build.ts';
import { openEngine } from './container.ts';
import { contextFiles } from './context.ts';
import { readDockerfile } from './dockerfile.ts';
import { type Finding, inspect } from './inspect.ts';
import { tryAlone, tryWhole } from './try.ts';

const log = (line: string): void => void process.stderr.write(`image: ${line}\n`);

async function main(): Promise<number> {
  await using scope = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  scope.defer(() => {
    spawnSync('chmod', ['-R', 'u+w', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  // Another user than the one who made it is to read it.
  chmodSync(folder, 0o755);
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const programs = bringNode(folder);
  const image = buildImage(readDockerfile(read('Dockerfile')), {
    folder,
    context: layContext(folder),
    programs,
    args: { VERSION: version, REVISION: revision() },
    log,
  });
  if (userOf(image.user).uid === undefined) spawnSync('chmod', ['-R', 'a-w', image.root]);

  const engine = openEngine(image, programs);
  const database = await openDatabase({ log });
  scope.defer(() => database.close());
  const schema = `image_${randomBytes(4).toString('hex')}`;
  await execute(database, `CREATE DATABASE ${schema} CHARACTER SET utf8mb4`);
  scope.defer(() => execute(database, `DROP DATABASE ${schema}`));
  const findings = [
    ...inspect(image, read('package-lock.json')),
    unwritable(image),
    ...(await tryAlone(engine, version)),
    ...(await tryWhole(engine, { ...variablesFor(database), NAME_DB: schema })),
  ];
  for (const { what, wrong } of findings) {
    process.stdout.write(`${wrong.length === 0 ? 'ok    ' : 'FAILED'}  ${what}\n`);
    for (const one of wrong.slice(0, 5)) process.stdout.write(`        ${one}\n`);
  }
  process.stdout.write(
    `\nRun ${engine.likeness}. Not rehearsed: the base image, its packages and users, the layers, the read-only mount.\n`,
  );
  return findings.every(({ wrong }) => wrong.length === 0) ? 0 : 1;
}

/** The builder sees only what .dockerignore leaves. */
function layContext(folder: string): string {
  const context = join(folder, 'context');
  for (const path of contextFiles(projectFolder, read('.dockerignore'))) {
    cpSync(join(projectFolder, path), join(context, path));
  }
  return context;
}

/** This Node for the image's: where it lies, the image's user may not be able to look. */
function bringNode(folder: string): string {
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  copyFileSync(process.execPath, join(programs, 'node'));
  chmodSync(join(programs, 'node'), 0o755);
  return programs;
}

function unwritable({ root, user }: Image): Finding {
  const { stdout } = spawnSync('find', [root, '-not', '-type', 'l', '-writable'], {
    encoding: 'utf8',
    ...userOf(user),
  });
  return {
    what: 'nothing that the job could write to',
    wrong: stdout.split('\n').filter((line) => line !== ''),
  };
}

function revision(): string {
  const { stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: projectFolder, encoding: 'utf8' });
  return stdout.trim() || 'unversioned';
}

function read(name: string): string {
  return readFileSync(join(projectFolder, name), 'utf8');
}

try {
  process.exitCode = await main();
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
