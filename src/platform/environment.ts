import { parseEnv } from 'node:util';
import { dotEnvText } from './dot-env.ts';
import { registerAddress, registerSecret } from './redact.ts';

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
  const merged = mergedWith(dotEnv());
  for (const { name, isAddress } of secrets) {
    const value = merged[name];
    if (value === undefined) continue;
    (isAddress ? registerAddress : registerSecret)(value);
  }
  return merged;
}

/** What says in which language somebody reads, before anything else is read. */
export function readLocale(): Environment {
  try {
    return mergedWith(dotEnv());
  } catch {
    return mergedWith({});
  }
}

function mergedWith(file: Environment): Environment {
  const set = [...Object.entries(file), ...Object.entries(process.env)];
  return Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== ''));
}

/** What the file `.env` of the working folder says; nothing where there is none. */
export function dotEnv(): Environment {
  return parseEnv(dotEnvText());
}

/** What a process that this one starts is given. */
export function inherited(differing: Environment): Record<string, string | undefined> {
  return { ...process.env, ...differing };
}

/** Adds to this process what libraries look for when they are loaded; what is set already stays. */
export function setDefault(name: string, value: string): void {
  process.env[name] ??= value;
}
