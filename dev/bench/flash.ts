import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench.ts';
import { type Command, measure, median } from './measure.ts';
import { below, type Result, within } from './result.ts';
import { LARGE, SILENT } from './works.ts';

const WINDOW = 1000;
const CHANGED = 10;
const FLASH = ['sync', '--mode', 'flash', '--json'] as const;
const WHAT = '100,000 products, 1,000 in the window';

/** A flash by itself, beside the least that a whole reading can cost, and its further rounds in one process. */
export async function flash(bench: Bench, rounds: number): Promise<Result[]> {
  await bench.stock(LARGE);
  await bench.shop.restock(WINDOW, 1);
  await bench.shop.traffic();
  await measure(bench.run.job(['sync', '--json'], SILENT));
  const whole = await bench.shop.traffic();

  const { floor, flash: one } = await bench.alternate(
    { floor: bench.run.floor(), flash: bench.run.job(FLASH, SILENT) },
    // Of the window, ten move to and fro; the others are as the table has them.
    (round) => restockTen(bench, round),
  );
  if (floor === undefined || one === undefined) throw new Error('nothing was measured');
  await bench.shop.traffic();
  await measure(bench.run.job(FLASH, SILENT));
  const { bytes } = await bench.shop.traffic();
  const further = await inRounds(bench, rounds);
  const percent = (100 * bytes) / whole.bytes;
  return [
    within(`flash of ${WHAT}, ${CHANGED} changed`, 0.8, 'the floor of a whole reading', one, floor),
    below(`flash of ${WHAT}: peak memory`, 100, 'MB', one.peakMb),
    {
      work: `flash of ${WHAT}: bytes from Bitcram`,
      measured: `${percent.toFixed(2)} % of a whole reading's`,
      goal: 'at most 2 %',
      met: percent <= 2,
    },
    within(
      `each further round of --every, ${WHAT}`,
      0.15,
      'the floor of a whole reading',
      { ...one, wallMs: further.roundMs },
      floor,
    ),
    {
      work: `memory of --every over ${rounds.toLocaleString('en-US')} rounds`,
      measured: `${further.earlyMb} MB after a tenth of them, ${further.lateMb} MB at the end`,
      goal: 'no growth (10 %)',
      met: further.lateMb <= further.earlyMb * 1.1,
    },
  ];
}

function restockTen(bench: Bench, round: number): Promise<void> {
  return bench.shop.restock(round % 2 === 0 ? WINDOW : WINDOW - CHANGED, 1);
}

interface Rounds {
  roundMs: number;
  earlyMb: number;
  lateMb: number;
}

/** So little time from start to start that each round begins at once: then their pace is what one takes. */
async function inRounds(bench: Bench, rounds: number): Promise<Rounds> {
  const atMs: number[] = [];
  const rssMb: number[] = [];
  await reporting(bench.run.job([...FLASH, '--every', '0.001'], SILENT), (pid, stop) => {
    atMs.push(performance.now());
    rssMb.push(residentMb(pid));
    if (atMs.length > rounds) stop();
  });
  const tookMs = atMs.slice(1).map((at, index) => at - (atMs[index] as number));
  const tenth = Math.floor(rounds / 10);
  return {
    roundMs: median(tookMs),
    earlyMb: Math.max(...rssMb.slice(tenth, 2 * tenth)),
    lateMb: Math.max(...rssMb.slice(-tenth)),
  };
}

const SALES = 20;

/** From a change in Bitcram to its webhook, at random moments between two rounds. */
export async function changeToWebhook(bench: Bench): Promise<Result[]> {
  await bench.stock(LARGE);
  await bench.shop.traffic();
  const waitsMs: number[] = [];
  const sell = async (stop: () => void): Promise<void> => {
    for (let sale = 1; sale <= SALES; sale += 1) {
      await pause(((sale * 1733) % 5000) + 500);
      const soldMs = performance.now();
      await bench.shop.restock(1, sale);
      while ((await bench.shop.traffic()).webhooks === 0) await pause(10);
      waitsMs.push(performance.now() - soldMs);
      bench.say(`  webhook after ${Math.round(waitsMs.at(-1) ?? NaN)} ms`);
    }
    stop();
  };
  let selling: Promise<void> | undefined;
  await reporting(bench.run.job([...FLASH, '--every', '5']), (_pid, stop) => {
    selling ??= sell(stop);
  });
  await selling;
  const p95 = waitsMs.toSorted((a, b) => a - b)[Math.ceil(SALES * 0.95) - 1] ?? NaN;
  return [
    below(`a change in Bitcram to its webhook, --every 5, ${SALES} sales: 95th percentile`, 6000, 'ms', p95),
  ];
}

/** Runs a job that reports again and again until it is stopped. */
async function reporting(
  { file, args, env }: Command,
  onReport: (pid: number, stop: () => void) => void,
): Promise<void> {
  const child = spawn(file, [...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('exit', resolve),
  );
  const stop = (): boolean => child.kill('SIGTERM');
  createInterface(child.stdout).on('line', () => onReport(child.pid as number, stop));
  const exitCode = await ended;
  if (exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${exitCode}`);
}

function residentMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
