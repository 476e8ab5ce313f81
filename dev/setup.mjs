// Every script of package.json comes through here, so that a fresh clone needs nothing but Node and npm.
// Plain JavaScript on purpose: it runs before there are packages, and under a Node older than the product's.
// Its own words go to stderr, because `npm run -s sync -- --json | jq` reads stdout.
import { delimiter, dirname, join } from 'node:path';
import { buildIfStale } from './setup/build.mjs';
import { run } from './setup/child.mjs';
import { ensureNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { projectFolder } from './setup/project.mjs';
import { tasks, usage } from './setup/tasks.mjs';

const EXIT_USAGE = 64;

/** @param {string[]} argv @returns {Promise<number>} the exit code */
async function main([name = '', ...args]) {
  const task = tasks.get(name);
  if (!task) {
    console.error(usage);
    return EXIT_USAGE;
  }
  const node = await ensureNode();
  const binFolders = [dirname(node.path), join(projectFolder, 'node_modules', '.bin')];
  process.env['PATH'] = [...binFolders, process.env['PATH']].join(delimiter);
  await ensurePackages(node);
  if (task.readsDist) await buildIfStale();
  const [command, ...fixedArgs] = task.command;
  if (command === undefined) return 0;
  const { exitCode } = await run(command === 'node' ? node.path : command, [...fixedArgs, ...args]);
  return exitCode;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`set-up: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
