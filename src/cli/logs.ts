import type { Context } from '../platform/command.ts';
import { logPlace } from '../platform/cloud-run.ts';
import type { Environment } from '../platform/environment.ts';
import type { Language } from '../platform/language.ts';
import { createLog, type Log } from '../platform/log.ts';
import { loggingOf } from '../platform/log-config.ts';
import { inEnglish, speak } from './catalogue/index.ts';
import { environment } from './variables.ts';

/** The log of a command that has no run of its own. */
export async function plainLog({ env, onTerminal, target, inWords }: Context): Promise<Log> {
  const { level, format, place } = loggingOf(env);
  const pretty = format === 'pretty' || (format === 'auto' && onTerminal);
  const log = pretty
    ? await createLog({ level, format: 'pretty', place, describe: inWords })
    : await createLog({ level, format: 'json', place, describe: inEnglish });
  return target === null ? log : log.child({ target });
}

/** For what is to be said where no command runs. */
export async function openEarlyLog(language: Language): Promise<Log> {
  const { format, place } = loggingOf(await knownEnvironment());
  const pretty = format === 'pretty' || (format === 'auto' && process.stderr.isTTY);
  if (!pretty) return createLog({ level: 'info', format: 'json', place, describe: inEnglish });
  return createLog({ level: 'info', format: 'pretty', place, describe: (await speak(language)).inWords });
}

export async function inCloudRun(): Promise<boolean> {
  return logPlace(await knownEnvironment()) !== undefined;
}

/** Also where the file .env, which may be what there is to complain of, cannot be read. */
async function knownEnvironment(): Promise<Environment> {
  try {
    return await environment();
  } catch {
    return {};
  }
}
