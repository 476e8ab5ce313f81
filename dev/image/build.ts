import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bareSettings, type ImageSettings, type Stage, type Step, takeIn } from './dockerfile.ts';

/** A user of Debian's Node images, who exists nowhere else. */
const NODE_USER = { name: 'node', uid: 1000, gid: 1000 };

export interface Image extends ImageSettings {
  /** Its file system, as far as the steps filled it. */
  root: string;
}

export interface Build {
  /** Where everything is done; it must be empty, and readable for everybody. */
  folder: string;
  /** What the builder is given. */
  context: string;
  /** Holds the Node that stands for the base image's. */
  programs: string;
  args: Readonly<Record<string, string>>;
  log(line: string): void;
}

/**
 * Does what a container engine would: stage after stage, step after step. A stage is worked on at one and the same path, as
 * in a container, because Node's compile cache knows files by their path.
 */
export function buildImage(stages: readonly Stage[], build: Build): Image {
  const root = join(build.folder, 'root');
  const finished = new Map<string, ImageSettings>();
  for (const [index, stage] of stages.entries()) {
    build.log(`FROM ${stage.base} AS ${stage.name}`);
    const base = finished.get(stage.base);
    const settings = structuredClone(base ?? bareSettings());
    if (base === undefined) mkdirSync(root);
    else cpSync(join(build.folder, stage.base), root, { recursive: true, verbatimSymlinks: true });
    const args = new Map<string, string>();
    for (const step of stage.steps) {
      build.log(`  ${step.instruction} ${step.text}`);
      if (step.instruction === 'ARG') preset(step, args, build.args);
      if (!takeIn(settings, step, args)) perform(step, settings, root, build);
      if (step.instruction === 'WORKDIR') mkdirSync(join(root, settings.workdir), { recursive: true });
    }
    finished.set(stage.name, settings);
    if (index === stages.length - 1) return { ...settings, root };
    renameSync(root, join(build.folder, stage.name));
  }
  throw new Error('the Dockerfile has no stage');
}

function preset({ text }: Step, args: Map<string, string>, given: Readonly<Record<string, string>>): void {
  const [name = ''] = text.split('=');
  const value = given[name];
  if (value !== undefined) args.set(name, value);
}

function perform(step: Step, settings: ImageSettings, root: string, build: Build): void {
  if (step.instruction === 'COPY') copy(step.text, settings, root, build);
  else if (step.instruction === 'RUN') run(step.text, settings, root, build);
  else
    throw new Error(
      `the rehearsal knows no ${step.instruction}: teach it, or leave it out of the Dockerfile`,
    );
}

function copy(text: string, { workdir }: ImageSettings, root: string, { folder, context }: Build): void {
  const words = text.split(/\s+/);
  const flag = words[0]?.startsWith('--') ? words.shift() : undefined;
  const [, stage] = /^--from=(.+)$/.exec(flag ?? '') ?? [];
  if (flag !== undefined && stage === undefined) throw new Error(`the rehearsal knows no COPY ${flag}`);
  const from = stage === undefined ? context : join(folder, stage);
  const to = words.pop() ?? '';
  const target = to.startsWith('/') ? join(root, to) : join(root, workdir, to);
  for (const word of words) {
    const source = join(from, word);
    // A folder's content is copied, a file by its name where the target is a folder.
    const isInto = to.endsWith('/') && !statSync(source).isDirectory();
    cpSync(source, isInto ? join(target, basename(word)) : target, {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

function run(command: string, settings: ImageSettings, root: string, { folder, programs }: Build): void {
  if (/(^|[\s=:])\//.test(command)) {
    throw new Error(`"${command}" names a place of the image's own system, which a rehearsal has not`);
  }
  // What installs packages needs the caller's own registry settings; what runs as the image's user must need nothing.
  // npm would tell an npm inside itself to work on this project instead.
  const { npm_config_local_prefix: _project, ...caller } = process.env;
  const surroundings = settings.user === 'root' ? caller : { HOME: folder };
  const { status, stderr, error } = spawnSync('/bin/sh', ['-c', command], {
    cwd: join(root, settings.workdir),
    env: { ...surroundings, ...settings.env, PATH: `${programs}:${process.env['PATH'] ?? ''}` },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    ...userOf(settings.user),
  });
  if (status !== 0) throw new Error(`"${command}" failed: ${error?.message ?? stderr.trim()}`);
}

/** Who the image's user is on this machine: with root's rights that user's number, else whoever runs this. */
export function userOf(name: string): { uid?: number; gid?: number } {
  if (name === 'root') return {};
  if (name !== NODE_USER.name) throw new Error(`the rehearsal knows no user ${name}`);
  return process.getuid?.() === 0 ? { uid: NODE_USER.uid, gid: NODE_USER.gid } : {};
}
