import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const MODULE = new URL('../../src/platform/memory.ts', import.meta.url).href;
const MB = 1024 * 1024;

test('the peak of a process is its own, however large the process that started it', () => {
  const peak = `const { peakRssMb } = await import(${JSON.stringify(MODULE)}); console.log(peakRssMb());`;
  const child = ['--input-type=module', '--eval', peak];
  const parent = `
    const ballast = Buffer.alloc(${400 * MB}, 1);
    const { execFileSync } = require('node:child_process');
    process.stdout.write(execFileSync(process.execPath, ${JSON.stringify(child)}));
    if (ballast[0] !== 1) throw new Error('the ballast must be there till the end');`;
  const measuredMb = Number(execFileSync(process.execPath, ['--eval', parent]).toString());
  expect(measuredMb).toBeGreaterThan(10);
  expect(measuredMb).toBeLessThan(300);
});
