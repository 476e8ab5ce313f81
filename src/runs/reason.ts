import { inOneLine } from '../platform/log.ts';
import { type Describe, isPhrase } from '../platform/phrase.ts';

/** Why a run did not go well, as it was kept: its error in the reader's words, or the English reason of an earlier version. */
export function reasonIn(run: { error: unknown; reason: string | null }, inWords: Describe): string | null {
  return isPhrase(run.error) ? inOneLine(inWords(run.error)) : run.reason;
}
