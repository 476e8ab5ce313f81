import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigurationError } from './errors.ts';
import { registerSecret } from './redact.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that holds a secret; an address may carry keys that are secrets by themselves. */
export interface SecretName {
  name: string;
  isAddress: boolean;
}

/**
 * What a run is given: the environment, and under it the file `.env` of the working folder. Values of secrets are hidden from
 * all output from here on. The one place that reads `process.env`.
 */
export function readEnvironment(secrets: readonly SecretName[]): Environment {
  const merged: Record<string, string | undefined> = {};
  for (const [name, value] of [...Object.entries(dotEnv()), ...Object.entries(process.env)]) {
    if (value !== undefined && value !== '') merged[name] = value;
  }
  for (const { name, isAddress } of secrets) {
    const value = merged[name];
    if (value === undefined) continue;
    for (const secret of isAddress ? secretsIn(value) : [value]) registerSecret(secret);
  }
  return merged;
}

/** Shorter parts of an address are ordinary words. */
const SHORTEST_KEY_CHARS = 16;

/** A text that is a secret as a whole, and if it is an address, the keys that are parts of it. */
function secretsIn(text: string): string[] {
  const { pathname = '', searchParams = new URLSearchParams() } = URL.parse(text) ?? {};
  const parts = [...pathname.split('/'), ...searchParams.values()];
  return [text, ...parts.filter(({ length }) => length >= SHORTEST_KEY_CHARS)];
}

function dotEnv(): Environment {
  try {
    return parseEnv(readFileSync('.env', 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigurationError(`the file .env cannot be read: ${(error as NodeJS.ErrnoException).code}`, {
      hint: 'let the user that runs the job read it, or take it away',
      cause: error,
    });
  }
}

/** Adds to this process what libraries look for when they are loaded; what is set already stays. */
export function setDefault(name: string, value: string): void {
  process.env[name] ??= value;
}
