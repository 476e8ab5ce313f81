#!/usr/bin/env node
// An import by name would be a syntax error under a Node that does not have it, before anything could be said.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 24;
if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  const given = process.argv.slice(2).map((arg) => (/^[\w./:=@,+-]+$/.test(arg) ? arg : JSON.stringify(arg)));
  process.stderr.write(
    `this needs Node ${OLDEST_NODE} or later, and yours is ${process.versions.node}: ` +
      `run \`npm run job -- ${given.join(' ') || 'COMMAND'}\` in the project's folder, which fetches a Node of its own\n`,
  );
  process.exit(78);
}

// Before anything else is imported: compiled code is kept beside the program, where the image has it from its build. Where
// nothing can be written, nothing is kept.
module.enableCompileCache(fileURLToPath(new URL('.compile-cache', import.meta.url)));

// What libraries write there may be lost: whether anybody reads must not change what the job does.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const { main } = await import('./cli/program.ts');
process.exitCode = await main();

// What a library left open, such as a request for credentials that nobody answers, must not keep a job that has ended.
setTimeout(() => process.exit(), 500).unref();
