import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import type { Result } from './result.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/benchmark.md', import.meta.url));
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

/** Puts the benchmark's outcome into docs/benchmark.md, in place of the last one. */
export async function writeIntoDocument(results: readonly Result[], conditions: string): Promise<void> {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`docs/benchmark.md has no lines "${BEGIN}" and "${END}"`);
  const text = `${before}${BEGIN}\n\n${conditions}\n\n${table(results)}\n\n${END}${after}`;
  writeFileSync(DOCUMENT, await format(text, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' }));
}
