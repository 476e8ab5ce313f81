import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { product } from '../../dev/setup/tasks.mjs';

test('npm start, npm run sync and the image start the job with the same flags of Node', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(scripts['start']?.split(' ')).toEqual(product);
  const [, entrypoint = ''] = /^ENTRYPOINT (.*)$/m.exec(read('Dockerfile')) ?? [];
  expect(JSON.parse(entrypoint)).toEqual(product);
});

function read(file: string): string {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
}
