import { es } from '../../src/cli/catalogue/es.ts';
import { inEnglish } from '../../src/cli/catalogue/index.ts';
import { SyncError } from '../../src/platform/errors.ts';
import { createLog, inOneLine } from '../../src/platform/log.ts';
import { describeIn, type Phrase } from '../../src/platform/phrase.ts';

export { inEnglish };
export const inSpanish = describeIn(es);

/** What is being done, where a test does it. */
export const DOING: Phrase = { code: 'test', params: {} };

/** A log that nobody reads. */
export const silentLog = await createLog({ level: 'silent', format: 'json', describe: inEnglish });

/** An error as an operator reads it, with its hint. */
export function saidBy(error: unknown): string {
  return error instanceof SyncError ? inOneLine(inEnglish(error.phrase)) : (error as Error).message;
}

/** What `work` is refused with. */
export function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return saidBy(error);
  }
  throw new Error('nothing was refused');
}
