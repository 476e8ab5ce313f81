#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Before anything else is imported: compiled code is kept beside the program, where the image has it from its build. Where
// nothing can be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('.compile-cache', import.meta.url)));

// A program that reads only the first lines of what is printed is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const { main } = await import('./cli/program.ts');
process.exitCode = await main();

// What a library left open, such as a request for credentials that nobody answers, must not keep a job that has ended.
setTimeout(() => process.exit(), 500).unref();
