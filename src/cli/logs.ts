import type { Context } from '../platform/command.ts';
import { logHome } from '../platform/cloud-run.ts';
import type { Environment } from '../platform/environment.ts';
import { type Language, languageOf } from '../platform/language.ts';
import { createLog, type Log } from '../platform/log.ts';
import { loggingOf } from '../platform/log-config.ts';
import { translatorTo } from '../messages/language.ts';
import { environment } from './rooms.ts';

/** The log of a command that has no run of its own. */
export async function plainLog({ env, onTerminal, target, language }: Context): Promise<Log> {
  const { level, format, home } = loggingOf(env);
  const pretty = format === 'pretty' || (format === 'auto' && onTerminal);
  const log = pretty
    ? await createLog({ level, format: 'pretty', home, ...(await translatorTo(language)) })
    : await createLog({ level, format: 'json', home });
  return target === null ? log : log.child({ target });
}

/** For what is to be said where no command runs. `asked` is what `--lang` says, where that is known. */
export async function openEarlyLog(asked: Language | undefined): Promise<Log> {
  const env = await knownEnvironment();
  const { format, home } = loggingOf(env);
  const pretty = format === 'pretty' || (format === 'auto' && process.stderr.isTTY);
  if (!pretty) return createLog({ level: 'info', format: 'json', home });
  const translator = await translatorTo(asked ?? languageOf(env));
  return createLog({ level: 'info', format: 'pretty', home, ...translator });
}

export async function inCloudRun(): Promise<boolean> {
  return logHome(await knownEnvironment()) !== undefined;
}

/** Also where the file .env, which may be what there is to complain of, cannot be read. */
export async function knownEnvironment(): Promise<Environment> {
  try {
    return await environment();
  } catch {
    return {};
  }
}
