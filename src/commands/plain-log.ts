import { logConfig } from '../config.ts';
import { translatorTo } from '../messages/language.ts';
import { speakThrough } from '../platform/last-words.ts';
import { createLog, type Log } from '../platform/log.ts';
import type { Context } from './context.ts';

/** The log of a command that has no run of its own. */
export async function plainLog({ env, onTerminal, target, language }: Context): Promise<Log> {
  const { level, format, home } = logConfig(env);
  const pretty = format === 'pretty' || (format === 'auto' && onTerminal);
  const open = pretty
    ? await createLog({ level, format: 'pretty', home, ...(await translatorTo(language)) })
    : await createLog({ level, format: 'json', home });
  const log = target === null ? open : open.child({ target });
  speakThrough(log);
  return log;
}
