import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { measure } from './measure.ts';

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  samples: number[];
  timeDeltas: number[];
}

const PRODUCTS = 100_000;
const LINES = 25;

/** Leaves a CPU profile of a run without changes, and says where its time went: by phase, by part of the program, by function. */
export async function profile(bench: Bench): Promise<string> {
  await bench.stock(PRODUCTS);
  const folder = mkdtempSync(join(tmpdir(), 'bitcram-profile-'));
  const command = bench.run.job(['sync', '--json'], { NOTIFY: 'off' });
  const args = ['--cpu-prof', `--cpu-prof-dir=${folder}`, ...command.args];
  const { wallMs, said } = await measure({ ...command, args });
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.cpuprofile')) ?? '');
  const taken = JSON.parse(readFileSync(file, 'utf8')) as Profile;
  return [
    `${file}: open it in a browser's developer tools`,
    `${Math.round(wallMs)} ms in all; phases: ${JSON.stringify(said['phases_ms'])}`,
    '',
    ...lines('part of the program', taken, ({ url, functionName }) => partOf(url, functionName)),
    '',
    ...lines(
      'function',
      taken,
      ({ url, functionName }) => `${functionName || '(module)'} ${partOf(url, '')}`,
    ),
  ].join('\n');
}

function partOf(url: string, functionName: string): string {
  const name = url.split('/').slice(-2).join('/');
  return name === '' ? functionName : name.replace(/-[\w-]{8}\.js$/, '');
}

function lines(
  title: string,
  { nodes, samples, timeDeltas }: Profile,
  nameOf: (frame: Profile['nodes'][number]['callFrame']) => string,
): string[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const spent = new Map<string, number>();
  for (const [at, id] of samples.entries()) {
    const name = frames.get(id) ?? '?';
    spent.set(name, (spent.get(name) ?? 0) + (timeDeltas[at] ?? 0) / 1000);
  }
  const most = [...spent].toSorted(([, a], [, b]) => b - a).slice(0, LINES);
  return [`      ms  ${title}`, ...most.map(([name, ms]) => `${ms.toFixed(0).padStart(8)}  ${name}`)];
}
