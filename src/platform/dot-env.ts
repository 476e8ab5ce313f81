import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigurationError, phrase } from './errors.ts';

/** The file `.env` of the working folder, byte for byte; undefined where there is none. */
export function dotEnvFile(): Buffer | undefined {
  try {
    return readFileSync('.env');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new ConfigurationError(phrase('env_unreadable', { code }), { cause: error });
  }
}

const UNQUOTED_WITH_HASH = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=((?![ \t]*['"`])[^#\r\n]*)#/gm;

/**
 * The variables of a file whose value ends at a # outside quotes, where it may have been meant to go on. Behind a space it begins a
 * comment, as everybody knows; a secret is worth a second look even so.
 */
export function cutAtHash(text: string, isSecret: (name: string) => boolean): string[] {
  const read = parseEnv(text);
  const names = Array.from(text.matchAll(UNQUOTED_WITH_HASH), ([, name = '', before = '']) => {
    const value = before.trim();
    // A line within another value, which has quotes, or one that a later line replaces.
    if (read[name] !== value) return '';
    return !/\s$/.test(before) || (value !== '' && isSecret(name)) ? name : '';
  });
  return [...new Set(names)].filter(Boolean);
}
