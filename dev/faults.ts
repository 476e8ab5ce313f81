// The tests of faults in their long form, and what they did as a table. Arguments go to vitest.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import type { FaultLine } from '../test/support/fault-table.ts';
import { run } from './setup/child.mjs';

const folder = mkdtempSync(join(tmpdir(), 'faults-'));
const file = join(folder, 'table');
try {
  const env = { ...process.env, FAULTS: 'long', FAULTS_TABLE: file };
  const { exitCode } = await run(process.execPath, ['dev/test.ts', 'test/faults', ...process.argv.slice(2)], {
    env,
  });
  console.log(drawn(existsSync(file) ? readFileSync(file, 'utf8') : ''));
  process.exitCode = exitCode;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A fault that is not in the table did not come to its end: vitest says above what became of it. */
function drawn(lines: string): string {
  const faults = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FaultLine);
  const table = new Table({
    head: ['fault', 'tried', 'outcome', 'lost', 'applied twice'],
    style: { head: [] },
  });
  for (const { fault, tried, outcome, lost, appliedTwice } of faults) {
    table.push([fault, tried, outcome, lost, appliedTwice]);
  }
  const tried = faults.reduce((sum, fault) => sum + fault.tried, 0);
  return `${table.toString()}\n${faults.length} faults, tried ${tried} times`;
}
