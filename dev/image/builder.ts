import { type ChildProcessWithoutNullStreams, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { run } from '../setup/child.mjs';
import { Unavailable } from '../ways.ts';

const execute = promisify(execFile);

const CALL_TIMEOUT_MS = 120_000;

type Variables = Readonly<Record<string, string>>;

export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** On a read-only file system and this machine's network, as the image's user; `program` instead of its entrypoint. */
export type Start = (
  args: readonly string[],
  env?: Variables,
  program?: string,
) => { ended: Promise<Ended>; signal: (name: NodeJS.Signals) => void };

export interface Builder {
  program: string;
  flags: readonly string[];
  open(tag: string, scope: AsyncDisposableStack): Promise<Start>;
}

const ways = [() => findEngine('docker'), () => findEngine('podman'), findBuildah];

/** The first that this machine offers. */
export async function findBuilder(): Promise<Builder> {
  const reasons: string[] = [];
  for (const find of ways) {
    try {
      return await find();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      reasons.push(error.message);
    }
  }
  throw new Unavailable(`${reasons.join('; ')}. Install podman or, as root on Debian, buildah.`);
}

export async function pull({ program }: Builder, image: string): Promise<void> {
  await call(program, 'inspect', image).catch(() => call(program, 'pull', '--quiet', image));
}

export async function build(
  { program, flags }: Builder,
  tag: string,
  file: string,
  folder: string,
  args: Variables,
) {
  const given = Object.entries(args).map(([name, value]) => `--build-arg=${name}=${value}`);
  // On this machine's network npm reaches its packages in there as it does out here.
  const words = [
    'build',
    '--quiet',
    '--network=host',
    ...flags,
    ...given,
    `--tag=${tag}`,
    `--file=${file}`,
    folder,
  ];
  const { exitCode } = await run(program, words, { stdio: ['ignore', 'ignore', 2] });
  if (exitCode !== 0) throw new Error(`${tag} cannot be built: the reason is above`);
}

async function findEngine(program: 'docker' | 'podman'): Promise<Builder> {
  await answers(program, 'ps');
  // Without being told, podman lays a /tmp that can be written to over a read-only file system.
  const own = program === 'podman' ? ['--read-only-tmpfs=false'] : [];
  const words = ['run', '--rm', '--network=host', '--read-only', ...own, '--cap-drop=ALL'];
  const start = (tag: string): Start => {
    return (args, env = {}, other) => {
      const names = Object.keys(env).map((name) => `--env=${name}`);
      const entrypoint = other === undefined ? [] : [`--entrypoint=${other}`];
      const child = spawn(program, [...words, ...names, ...entrypoint, tag, ...args], {
        env: { ...process.env, ...env },
      });
      return { ended: endOf(child), signal: (name) => child.kill(name) };
    };
  };
  return { program, flags: [], open: async (tag) => start(tag) };
}

// Arguments: the image's root, folder and user, then the command.
const START_READ_ONLY = `set -e
root=$1 folder=$2 user=$3
shift 3
mount --bind "$root" "$root"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -o remount,bind,ro "$root"
exec unshare --pid --fork --kill-child --root="$root" --wd="$folder" --mount-proc --setgid="$user" --setuid="$user" "$@"`;

/** buildah starts nothing on a read-only file system, so that is done here, in name spaces of its own. */
async function findBuildah(): Promise<Builder> {
  const program = 'buildah';
  await answers(program, 'images');
  const { status } = spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']);
  if (status !== 0) throw new Unavailable('buildah needs root and name spaces');
  return {
    program,
    flags: ['--isolation=chroot'],
    async open(tag, scope) {
      const { config } = JSON.parse(await call(program, 'inspect', '--format={{.Config}}', tag)) as {
        config: Config;
      };
      const container = await call(program, 'from', '--pull-never', tag);
      scope.defer(async () => void (await call(program, 'rm', container)));
      return startIn(await call(program, 'mount', container), config);
    },
  };
}

interface Config {
  Env: string[];
  Entrypoint: string[];
  Cmd: string[];
  User: string;
  WorkingDir: string;
}

function startIn(root: string, { Env, Entrypoint, Cmd, User, WorkingDir }: Config): Start {
  const users = readFileSync(join(root, 'etc/passwd'), 'utf8').split('\n');
  const [, , uid = User] = users.find((line) => line.startsWith(`${User}:`))?.split(':') ?? [];
  const before = ['--mount', 'sh', '-c', START_READ_ONLY, 'sh', root, WorkingDir, uid];
  const own = Object.fromEntries(Env.map((entry) => entry.split(/=(.*)/s) as [string, string]));
  return (args, env = {}, other) => {
    const job = [...(other === undefined ? Entrypoint : [other]), ...(args.length > 0 ? args : Cmd)];
    const child = spawn('unshare', [...before, ...job], { env: { ...own, ...env } });
    const children = `/proc/${child.pid}/task/${child.pid}/children`;
    return {
      ended: endOf(child),
      signal: (name) => process.kill(Number(readFileSync(children, 'utf8')), name),
    };
  };
}

async function endOf(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  child.stdin.end();
  const closed = once(child, 'close') as Promise<[exitCode: number | null]>;
  const [[exitCode], stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { exitCode, stdout, stderr };
}

async function call(program: string, ...args: string[]): Promise<string> {
  return (await execute(program, args, { timeout: CALL_TIMEOUT_MS })).stdout.trim();
}

async function answers(program: string, word: string): Promise<void> {
  await call(program, word).catch(() => {
    throw new Unavailable(`nothing answers \`${program} ${word}\``);
  });
}
