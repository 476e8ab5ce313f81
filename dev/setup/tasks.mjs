import { join } from 'node:path';
import { projectFolder } from './project.mjs';

/**
 * @typedef {object} Task
 * @property {string} does one line of the usage
 * @property {string[]} command the arguments of the caller follow; empty = the preparation is all of it
 * @property {boolean} [readsDist] builds first, if src/ has changed
 */

// As `npm start` and the image run it; the flags' reasons: docs/decisions/0023-one-helper-of-v8.md.
export const product = ['node', '--max-semi-space-size=4', '--v8-pool-size=1', 'dist/main.js'];

/** The same for Node itself, in any folder. */
export const productArgs = product
  .slice(1)
  .map((arg) => (arg.startsWith('-') ? arg : join(projectFolder, arg)));

/** @type {Map<string, Task>} */
export const tasks = new Map([
  [
    'demo',
    { does: 'the job on three days of real products', command: [...product, 'demo'], readsDist: true },
  ],
  ['job', { does: 'the job itself: `job -- COMMAND`', command: product, readsDist: true }],
  ['sync', { does: 'one run of the job', command: [...product, 'sync'], readsDist: true }],
  ['test', { does: 'the tests, on a real database', command: ['node', 'dev/test.ts'] }],
  [
    'faults',
    { does: 'the tests of faults in their long form', command: ['node', 'dev/faults.ts'], readsDist: true },
  ],
  [
    'bench',
    { does: 'what the job costs, beside its peer', command: ['node', 'dev/bench/main.ts'], readsDist: true },
  ],
  [
    'pictures',
    {
      does: "the documents' pictures, from real runs",
      command: ['node', 'dev/pictures/main.ts'],
      readsDist: true,
    },
  ],
  ['simulate', { does: 'the simulators by themselves', command: ['node', 'dev/simulate/main.ts'] }],
  ['image', { does: 'the image, built and tried out', command: ['node', 'dev/image/main.ts'] }],
  ['database', { does: 'a throw-away database', command: ['node', 'dev/database.ts'] }],
  ['rabbitmq', { does: 'a throw-away RabbitMQ', command: ['node', 'dev/rabbitmq.ts'] }],
  [
    'check',
    { does: 'types, lint, format, dead code, generated files', command: ['node', 'dev/setup/check.mjs'] },
  ],
  ['docs', { does: '.env.example and the tables of docs/', command: ['node', 'dev/docs/main.ts'] }],
  ['format', { does: 'formats every file', command: ['prettier', '--write', '.'] }],
  ['build', { does: 'dist/ from src/, if src/ has changed', command: [], readsDist: true }],
  ['node', { does: 'the Node that all of these use', command: ['node'] }],
]);

export const usage = [
  'usage: node dev/setup.mjs TASK [ARGS...]',
  '',
  ...Array.from(tasks, ([name, { does }]) => `  ${name.padEnd(10)}${does}`),
].join('\n');
