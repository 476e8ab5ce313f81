import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Command } from './measure.ts';

const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 5;

/** A process of the job that works until it is stopped, as its log and the system show it. */
export class Background {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #warnings = '';

  constructor({ file, args, env }: Command) {
    this.#child = spawn(file, [...args], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      cwd: tmpdir(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#exited = once(this.#child, 'exit');
    createInterface({ input: this.#child.stderr as Readable }).on('line', (line) => {
      const { message, time, severity } = JSON.parse(line) as Record<'message' | 'time' | 'severity', string>;
      if (severity !== 'INFO') this.#warnings = `${this.#warnings}${line}\n`.slice(-2000);
      this.hear(message, Date.parse(time));
    });
  }

  /** Each line of its log. */
  protected hear(_message: string, _atMs: number): void {
    // Nothing of it is measured.
  }

  async until(
    holds: () => boolean | Promise<boolean>,
    what: string,
    lookEveryMs = LOOK_EVERY_MS,
  ): Promise<void> {
    const endsAtMs = performance.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (this.#child.exitCode !== null) throw new Error(`the process has ended: ${this.#warnings}`);
      if (performance.now() > endsAtMs)
        throw new Error(`${PATIENCE_MS / 1000} s are over before ${what}: ${this.#warnings}`);
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  /** What the system gives it, in MiB: now, and at most since it was started. NaN where the system does not tell. */
  memory(): { nowMb: number; peakMb: number } {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
      const of = (name: string): number =>
        Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
      return { nowMb: of('VmRSS'), peakMb: of('VmHWM') };
    } catch {
      return { nowMb: NaN, peakMb: NaN };
    }
  }

  /** Throws where it does not end as it should. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#exited;
    const { exitCode } = this.#child;
    if (exitCode !== 0) throw new Error(`the process ended with ${exitCode}: ${this.#warnings}`);
  }
}
