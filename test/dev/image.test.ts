import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildImage, type Image } from '../../dev/image/build.ts';
import { contextFiles } from '../../dev/image/context.ts';
import { readDockerfile, type Stage } from '../../dev/image/dockerfile.ts';

const PROJECT = new URL('../../', import.meta.url);
const stages = readDockerfile(read('Dockerfile'));
const last = stages.at(-1) as Stage;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'image-test-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the builder is given what the Dockerfile copies, and no secret, history, test or package', () => {
  const wanted = [
    'package.json',
    'package-lock.json',
    '.npmrc',
    'LICENSE',
    'tsconfig.json',
    'rolldown.config.mjs',
  ];
  const inside = ['src/main.ts', 'src/store/store.ts', 'sql/001.sql', 'dev/image/warm.mjs'];
  const never = [
    ...[
      '.cache/mysql/usr/sbin/mysqld',
      '.env',
      '.env.local',
      'src/.env',
      'sql/.env.shop',
      '.git/config',
      'src/.git/config',
      'cloudbuild.yaml',
    ],
    ...[
      'node_modules/a/index.js',
      'src/node_modules/a/index.js',
      'test/a.test.ts',
      'dist/main.js',
      'key.json',
    ],
    ...['dev/demo/main.ts', 'dev/image/rehearse.ts', 'deploy/main.tf', 'terraform.tfstate', 'docs/a.md'],
  ];
  lay(folder, [...wanted, ...inside, ...never]);
  expect(contextFiles(folder, read('.dockerignore')).sort()).toEqual([...wanted, ...inside].sort());
});

test('everything that the Dockerfile copies from the project is there', () => {
  const given = contextFiles(PROJECT.pathname, read('.dockerignore'));
  const copied = stages
    .flatMap(({ steps }) => steps)
    .filter(({ instruction, text }) => instruction === 'COPY' && !text.startsWith('--from='))
    .flatMap(({ text }) => text.split(/\s+/).slice(0, -1));
  expect(copied).toContain('package-lock.json');
  for (const source of copied) {
    expect(
      given.some((path) => path === source || path.startsWith(`${source}/`)),
      source,
    ).toBe(true);
  }
});

test('the image runs `sync` as node, on the Node of package.json, with packages of production only', () => {
  const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
  const names = stages.map(({ name }) => name);
  const foreign = stages.filter(({ base }) => !names.includes(base)).map(({ base }) => base);
  expect(new Set(foreign)).toEqual(new Set([`node:${engines.node.replace(/\D/g, '')}-slim`]));
  expect(textsOf(last, 'USER')).toEqual(['node']);
  expect(textsOf(last, 'CMD')).toEqual(['["sync"]']);
  const packages = stages
    .flatMap((stage) => textsOf(stage, 'COPY'))
    .filter((text) => text.endsWith('node_modules'));
  expect(packages).toEqual(['--from=dependencies /app/node_modules node_modules']);
  const dependencies = stages.find(({ name }) => name === 'dependencies');
  expect(dependencies && textsOf(dependencies, 'RUN')).toEqual(['npm ci --omit=dev']);
});

test('the compile cache is filled by the user, and with the flags, that it is used with', () => {
  const warm = stages.find(({ name }) => name === 'warm') as Stage;
  const [program = '', ...args] = JSON.parse(textsOf(last, 'ENTRYPOINT')[0] ?? '[]') as string[];
  const command = [program, ...args.slice(0, -1), 'dev/image/warm.mjs'].join(' ');
  expect(warm.steps.slice(-2)).toEqual([
    { instruction: 'USER', text: textsOf(last, 'USER')[0] },
    { instruction: 'RUN', text: command },
  ]);
  expect(warm.base).toBe(last.base);
});

test('a rehearsal does a Dockerfile: stages, copies, commands, and what the build is told', () => {
  const image = rehearse(
    [
      'FROM base:1 AS first',
      'WORKDIR /app',
      'COPY a.txt b/ ./',
      'RUN cat a.txt \\',
      '  c.txt > both.txt && echo "$COLOUR" >> both.txt',
      'FROM base:1',
      'WORKDIR /srv',
      'ENV COLOUR=blue',
      'COPY --from=first /app/both.txt kept.txt',
      'RUN echo "$COLOUR" >> kept.txt',
      'ARG VERSION=none',
      'ARG REVISION=none',
      'LABEL version=$VERSION',
      'LABEL revision=${REVISION}',
      'USER node',
      'ENTRYPOINT ["run"]',
    ],
    { VERSION: '1.2.3' },
  );
  const { root, ...settings } = image;
  expect(readFileSync(join(root, 'srv/kept.txt'), 'utf8')).toBe('a.txtb/c.txt\nblue\n');
  expect(settings).toEqual({
    workdir: '/srv',
    user: 'node',
    env: { COLOUR: 'blue' },
    labels: { version: '1.2.3', revision: 'none' },
    entrypoint: ['run'],
    cmd: [],
  });
});

test.each([
  ['RUN false', /"false" failed/],
  ['RUN apt-get update > /var/log/apt', /names a place of the image's own system/],
  ['ADD a.txt b', /knows no ADD/],
  ['COPY --chmod=777 a.txt b', /knows no COPY --chmod/],
  ['COPY missing.txt b', /missing\.txt/],
])('%s is not passed over in silence', (line, complaint) => {
  expect(() => rehearse(['FROM base:1', 'WORKDIR /app', line])).toThrow(complaint);
});

function rehearse(lines: readonly string[], args: Record<string, string> = {}): Image {
  const context = join(folder, 'context');
  lay(context, ['a.txt', 'b/c.txt']);
  const log = (): void => undefined;
  return buildImage(readDockerfile(lines.join('\n')), { folder, context, programs: '/usr/bin', args, log });
}

/** Files that hold their own names. */
function lay(root: string, files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), file);
  }
}

function textsOf({ steps }: Stage, wanted: string): string[] {
  return steps.filter(({ instruction }) => instruction === wanted).map(({ text }) => text);
}

function read(file: string): string {
  return readFileSync(new URL(file, PROJECT), 'utf8');
}
