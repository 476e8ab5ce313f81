#!/usr/bin/env node
// An import by name would be a syntax error under a Node that does not have it, before anything could be said.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 24;
if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  const given = process.argv.slice(2).map((arg) => (/^[\w./:=@,+-]+$/.test(arg) ? arg : JSON.stringify(arg)));
  // oxlint-disable-next-line no-process-env -- what reads it elsewhere is not loaded under such a Node
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  // As platform/language.ts has it, which such a Node could not read.
  const asked = /--lang[ =](es|en)\b/.exec(process.argv.join(' '));
  const language = (asked && asked[1]) || LC_ALL || LC_MESSAGES || LANG || '';
  const line = `\`npm run job -- ${given.join(' ') || 'COMMAND'}\``;
  process.stderr.write(
    /^es/i.test(language)
      ? `hace falta Node ${OLDEST_NODE} o posterior, y el tuyo es ${process.versions.node}: ejecutá ${line} en la carpeta del proyecto, que trae su propio Node\n`
      : `this needs Node ${OLDEST_NODE} or later, and yours is ${process.versions.node}: run ${line} in the project's folder, which fetches a Node of its own\n`,
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
