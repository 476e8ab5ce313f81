// Builds the Dockerfile with docker, podman or buildah and tries out what comes of it.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openDatabase } from '../database.ts';
import { execute } from '../database/execute.ts';
import { variablesFor } from '../database/variables.ts';
import { projectFolder } from '../setup/project.mjs';
import { Unavailable, type Log } from '../ways.ts';
import { findBase } from './base.ts';
import { build, findBuilder } from './builder.ts';
import { tryAlone, tryWhole } from './try.ts';

const EXIT_UNAVAILABLE = 69;
const TAG = 'localhost/bitcram-inventory-sync';

const log: Log = (line) => void process.stderr.write(`image: ${line}\n`);

async function main(): Promise<number> {
  await using scope = new AsyncDisposableStack();
  const builder = await findBuilder();
  const base = await findBase(builder, log);
  log(`building ${TAG} on ${base} with ${builder.program}`);
  await build(builder, TAG, join(projectFolder, 'Dockerfile'), projectFolder, { BASE: base });
  const start = await builder.open(TAG, scope);
  const database = await openDatabase({ log });
  scope.defer(() => database.close());
  const schema = `image_${randomBytes(4).toString('hex')}`;
  await execute(database, `CREATE DATABASE ${schema} CHARACTER SET utf8mb4`);
  scope.defer(() => execute(database, `DROP DATABASE ${schema}`));
  const variables = { ...variablesFor(database), NAME_DB: schema };
  const findings = [...(await tryAlone(start)), ...(await tryWhole(start, variables))];
  for (const [what, wrong] of findings) {
    process.stdout.write(wrong === '' ? `ok      ${what}\n` : `FAILED  ${what}\n        ${wrong}\n`);
  }
  return findings.every(([, wrong]) => wrong === '') ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const message = error instanceof Error ? error.message.trim().replace(/\s*\n\s*/g, ' ') : String(error);
  const isUnavailable = error instanceof Unavailable;
  log(isUnavailable ? `not tried: ${message}` : message);
  process.exitCode = isUnavailable ? EXIT_UNAVAILABLE : 1;
}
