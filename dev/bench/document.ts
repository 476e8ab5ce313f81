import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import type { Result } from './result.ts';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));
const BEGIN = '<!-- benchmark: written by `npm run bench` -->';
const END = '<!-- end of the benchmark -->';

const VERDICTS = new Map([
  [true, 'yes'],
  [false, 'no'],
]);

export function table(results: readonly Result[]): string {
  return [
    '| work | measured | goal | met |',
    '|---|---|---|---|',
    ...results.map(
      ({ work, measured, goal, met }) =>
        `| ${work} | ${measured} | ${goal} | ${VERDICTS.get(met as boolean) ?? '—'} |`,
    ),
  ].join('\n');
}

/** Puts the benchmark's outcome into the README, in place of the last one. */
export async function writeIntoReadme(results: readonly Result[], conditions: string): Promise<void> {
  const readme = readFileSync(README, 'utf8');
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`README.md has no lines "${BEGIN}" and "${END}"`);
  const text = `${before}${BEGIN}\n\n${conditions}\n\n${table(results)}\n\n${END}${after}`;
  writeFileSync(README, await format(text, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' }));
}
