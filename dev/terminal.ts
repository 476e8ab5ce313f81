import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** What a person sees: what is drawn again over itself is there each time it was drawn. */
export interface TerminalResult {
  exitCode: number | null;
  /** As the terminal received it. */
  raw: string;
  /** Without escape sequences, a line each. */
  lines: string[];
}

/** util-linux' `script`, which gives a program a terminal. Every Debian has it; what other systems call so is another program. */
export const hasTerminal = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes(
  'util-linux',
);

/** What a person types once the screen shows something; each waits for what comes after the one before. */
export type Typed = readonly [shown: string | RegExp, keys: string];

/** Runs a program on a terminal of its own, as wide as many are. */
export async function onTerminal(
  command: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  { columns = 80, typed = [] }: { columns?: number | undefined; typed?: readonly Typed[] } = {},
): Promise<TerminalResult> {
  const words = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`);
  const shown = `stty cols ${columns} rows 40; exec ${words.join(' ')}`;
  const child = spawn('script', ['-qefc', shown, '/dev/null'], {
    cwd,
    env: { ...env, TERM: 'xterm-256color', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (typed.length === 0) child.stdin.end();
  else answer(child, typed);
  const [raw, exitCode] = await Promise.all([
    text(child.stdout),
    new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ]);
  return { exitCode, raw, lines: withoutEscapes(raw).split(/\r?\n/) };
}

function answer(child: ChildProcessByStdio<Writable, Readable, null>, typed: readonly Typed[]): void {
  let unread = '';
  const left = [...typed];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    unread += text;
    for (let next = left[0]; next !== undefined; next = left[0]) {
      const [shown, keys] = next;
      const screen = withoutEscapes(unread);
      const at = typeof shown === 'string' ? screen.indexOf(shown) : screen.search(shown);
      if (at < 0) return;
      left.shift();
      unread = '';
      child.stdin.write(keys);
    }
  });
}

function withoutEscapes(raw: string): string {
  return raw.replace(ESCAPES, '');
}

// oxlint-disable-next-line no-control-regex -- escape sequences begin with one
const ESCAPES = /\u001b(\[[0-9;?]*[A-Za-z]|\][^\u0007]*\u0007|[()][A-B0-2])/g;
