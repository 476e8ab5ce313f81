// `npm run docs`: the files that say what the code knows, so that nobody keeps two lists. With `--check`, whether they still do.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../setup/project.mjs';
import { generated, staleIn } from './generated.ts';

const isCheck = process.argv.includes('--check');
const stale = staleIn(projectFolder, await generated());
for (const { path, text } of stale) {
  if (!isCheck) writeFileSync(join(projectFolder, path), text);
  console.log(`${path} ${isCheck ? 'is stale' : 'is written'}`);
}
if (isCheck && stale.length > 0) {
  console.log('run `npm run docs`');
  process.exitCode = 1;
}
