import { ListMovedError } from '../sources/source.ts';
import type { Extraction, ExtractionOptions } from './extraction.ts';
import { phrase } from './phrase.ts';
import { StagingDoubtError } from './store.ts';

/** A list that moved while it was read is read once more, and so is one whose changes did not arrive as they were sent; the second time that is an error. */
export async function readAgain(
  { log, progress }: Pick<ExtractionOptions, 'log' | 'progress'>,
  read: () => Promise<Extraction>,
): Promise<Extraction> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ListMovedError || error instanceof StagingDoubtError)) throw error;
    log.warn({ phrase: phrase('read_again', { why: error.phrase }) });
    progress.again();
    return read();
  }
}
