import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigurationError, phrase } from './errors.ts';

/** Puts a file in its place at once or not at all, for nobody else to read. */
export function replaceFile(file: string, content: string | Buffer): void {
  const draft = `${file}.${randomUUID()}`;
  try {
    writeFileSync(draft, content, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new ConfigurationError(phrase('env_unwritable', { file, code }), { cause: error });
  }
}

const PLAIN = /^[\w./:@%+,-]*$/;

/** A variable as a line of `.env`; undefined where Node reads it back as another text whatever quotes it stands in. */
export function dotEnvLine(name: string, value: string): string | undefined {
  const quoted = [`'${value}'`, `\`${value}\``, `"${value}"`];
  const ways = PLAIN.test(value) ? [value, ...quoted] : [...quoted, value];
  return ways.map((way) => `${name}=${way}`).find((line) => readsBack(line, name, value));
}

/** Every kind of quote stands in the next line: one that this line leaves open would end there. */
const NEXT_LINE = `_='"\`'`;

function readsBack(line: string, name: string, value: string): boolean {
  const read = parseEnv(`${line}\n${NEXT_LINE}\n`);
  return Object.keys(read).length === 2 && read[name] === value && read['_'] === '"`';
}
