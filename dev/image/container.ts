import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Image, userOf } from './build.ts';

interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

interface Started {
  /** Sends a signal to the job itself, not to what started it. */
  signal(name: NodeJS.Signals): void;
  stderr: NodeJS.ReadableStream;
  ended: Promise<Ended>;
}

/** Starts an image as an engine would, as far as that goes without one. */
export interface Engine {
  /** What of a container is rehearsed here: "as user 1000, as process 1". */
  likeness: string;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Started;
}

/**
 * Its entrypoint, its user, its variables and no others. Where this machine lets us, as process 1 of a name space of its own:
 * the kernel keeps from such a one every signal that it does not ask for.
 */
export function openEngine(image: Image, programs: string): Engine {
  const { uid, gid } = userOf(image.user);
  const unshare = ['--pid', '--fork', '--kill-child', `--setuid=${uid}`, `--setgid=${gid}`];
  const isFirst = uid !== undefined && spawnSync('unshare', [...unshare, 'true']).status === 0;
  const [program = '', ...fixed] = image.entrypoint;
  return {
    likeness: `${uid === undefined ? 'as the caller' : `as user ${uid}`}${isFirst ? ', as process 1' : ''}`,
    start(args, env = {}) {
      const job = [join(programs, program), ...fixed, ...(args.length > 0 ? args : image.cmd)];
      const [command = '', ...rest] = isFirst ? ['unshare', ...unshare, ...job] : job;
      const child = spawn(command, rest, {
        cwd: join(image.root, image.workdir),
        env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent', ...image.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        ...(isFirst || uid === undefined || gid === undefined ? {} : { uid, gid }),
      });
      const exit = new Promise<number | null>((resolve, reject) =>
        child.on('error', reject).on('close', resolve),
      );
      const ended = Promise.all([text(child.stdout), text(child.stderr), exit]).then(
        ([stdout, stderr, exitCode]) => ({ exitCode, stdout, stderr }),
      );
      const { pid = 0 } = child;
      return {
        signal: (name) => process.kill(isFirst ? onlyChildOf(pid) : pid, name),
        stderr: child.stderr,
        ended,
      };
    },
  };
}

function onlyChildOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}
