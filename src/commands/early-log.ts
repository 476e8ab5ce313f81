import { logHome } from '../cloud-run.ts';
import type { Environment } from '../config.ts';
import { type Language, languageOf, translatorTo } from '../messages/language.ts';
import type { Translator } from '../messages/translation.ts';
import type { Log } from '../platform/log.ts';

/** For what is to be said where no command runs. `asked` is what `--lang` says, where that is known. */
export async function openEarlyLog(asked: Language | undefined): Promise<Log> {
  const [{ createLog }, { logConfig }] = await Promise.all([
    import('../platform/log.ts'),
    import('../config.ts'),
  ]);
  const { format, home } = logConfig(await knownEnvironment());
  const pretty = format === 'pretty' || (format === 'auto' && process.stderr.isTTY);
  if (!pretty) return createLog({ level: 'info', format: 'json', home });
  return createLog({ level: 'info', format: 'pretty', home, ...(await earlyTranslator(asked)) });
}

export async function earlyTranslator(asked: Language | undefined): Promise<Translator> {
  return translatorTo(asked ?? languageOf(await knownEnvironment()));
}

export async function inCloudRun(): Promise<boolean> {
  return logHome(await knownEnvironment()) !== undefined;
}

/** Also where the file .env, which may be what there is to complain of, cannot be read. */
async function knownEnvironment(): Promise<Environment> {
  try {
    const { environment } = await import('../config.ts');
    return environment();
  } catch {
    return {};
  }
}
