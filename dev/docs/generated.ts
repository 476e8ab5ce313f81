import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectFolder } from '../setup/project.mjs';
import { configuration } from './configuration.ts';
import { envExample } from './env-example.ts';
import { errors } from './errors.ts';
import { variablesByRoom } from './variables.ts';

export interface Generated {
  path: string;
  text: string;
}

/** Every file that is written from the code, as it should be. */
export async function generated(): Promise<Generated[]> {
  const rooms = await variablesByRoom();
  return [
    { path: '.env.example', text: envExample(rooms) },
    { path: 'docs/configuration.md', text: await formatted(configuration(rooms)) },
    { path: 'docs/errors.md', text: await formatted(errors()) },
  ];
}

/** Those that this folder has otherwise, or not at all. */
export function staleIn(folder: string, files: readonly Generated[]): Generated[] {
  return files.filter(({ path, text }) => text !== contentOf(join(folder, path)));
}

async function formatted(text: string): Promise<string> {
  const options = await resolveConfig(join(projectFolder, 'docs', 'configuration.md'));
  return format(text, { ...options, parser: 'markdown' });
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
