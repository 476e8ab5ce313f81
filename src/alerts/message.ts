import { redact } from '../platform/redact.ts';
import { BLOCKED, kindOf, type RunEnd, type Trouble, type Verdict } from './trouble.ts';
import type { AlertText } from './words/en.ts';

export type Template = 'generic' | 'slack' | 'google-chat' | 'whapi';

/** The run that an alert speaks of. */
export interface AlertedRun extends RunEnd {
  runId: string;
  target: string | null;
  status: string;
  /** Why it did not end well, in the reader's words. */
  reason: string | null;
}

const MAX_REASON_CHARS = 1000;

/**
 * The body of the request that tells of it, as the receiver wants it. Without secrets. `words` are those of whoever
 * reads it: a chat is read by people, a program reads English.
 */
export function bodyOf(
  template: Template,
  to: string | undefined,
  run: AlertedRun,
  tell: NonNullable<Verdict['tell']>,
  words: AlertText,
): string {
  const text = textOf(run, tell, words);
  const bodies: Record<Template, () => object> = {
    generic: () => genericBody(run, tell, text),
    // What stands between angle brackets could call a whole channel.
    slack: () => ({ text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') }),
    'google-chat': () => ({ text: text.replaceAll('<', '‹').replaceAll('>', '›') }),
    whapi: () => ({ to, body: text }),
  };
  return redact(JSON.stringify(bodies[template]()));
}

function genericBody(run: AlertedRun, tell: NonNullable<Verdict['tell']>, text: string): object {
  return {
    event: tell === 'well' ? 'sync.well' : 'sync.trouble',
    target: run.target,
    run_id: run.runId,
    status: run.status,
    exit_code: run.exitCode,
    troubles: tell === 'well' ? [] : tell.map(({ kind, runs }) => ({ kind, runs })),
    owed: run.left?.owed ?? null,
    dead: run.left?.dead ?? null,
    text,
  };
}

function textOf(run: AlertedRun, tell: NonNullable<Verdict['tell']>, words: AlertText): string {
  const said = tell === 'well' ? [words.well(run.runId)] : tell.map((each) => saidOf(each, run, words));
  return `${words.whose(run.target)}: ${said.join(' ')}`;
}

function saidOf({ kind, runs }: Trouble, run: AlertedRun, words: AlertText): string {
  const { runId, status, exitCode, reason, left } = run;
  if (kind === kindOf(run)) {
    const cut = (reason ?? '').slice(0, MAX_REASON_CHARS).toWellFormed();
    return words.ended(runId, words.status[status] ?? status, exitCode, cut);
  }
  if (kind === BLOCKED) return words.blocked(runId, run.missingBlocked);
  return words.left(runId, runs, left?.owed ?? 0, left?.dead ?? 0);
}
