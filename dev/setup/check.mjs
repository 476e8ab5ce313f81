// All checks at once, each judged by itself: who fixes one failure wants to know the others.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { projectFolder } from './project.mjs';

/** @type {[name: string, command: string, args: string[]][]} */
const checks = [
  ['types', 'tsc', ['--noEmit']],
  ["the dashboard's types", 'tsc', ['--noEmit', '-p', 'src/dashboard/browser']],
  ["the upload page's types", 'tsc', ['--noEmit', '-p', 'src/uploads/browser']],
  ['lint', 'oxlint', ['--type-aware']],
  ['format', 'prettier', ['--check', '--log-level=warn', '.']],
  ['dead code', 'knip', []],
  ['generated files', 'node', ['dev/docs/main.ts', '--check']],
];

/** @param {string} command @param {string[]} args @returns {Promise<{ ok: boolean, output: string }>} */
function judge(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: projectFolder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.once('error', (error) => resolve({ ok: false, output: `${error.message}\n` }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}

const results = await Promise.all(
  checks.map(async ([name, command, args]) => ({ name, ...(await judge(command, args)) })),
);
for (const { name, output } of results.filter(({ ok }) => !ok)) console.log(`--- ${name}\n${output}`);
for (const { name, ok } of results) console.log(`${name.padEnd(18)} ${ok ? 'ok' : 'failed'}`);

const summaryFile = process.env['CHECK_SUMMARY_FILE'];
if (summaryFile) writeFileSync(summaryFile, JSON.stringify(results.map(({ name, ok }) => ({ name, ok }))));
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
