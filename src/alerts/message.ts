import { en, type Messages } from '../messages/en.ts';
import { createTranslator } from '../messages/translation.ts';
import { redact } from '../platform/redact.ts';
import type { RunEnd, Trouble, Verdict } from './trouble.ts';

export type Template = 'generic' | 'slack' | 'google-chat' | 'whapi';

/** The run that an alert speaks of. */
export interface AlertedRun extends RunEnd {
  runId: string;
  target: string | null;
  status: string;
  reason: string | null;
}

const MAX_REASON_CHARS = 1000;

/**
 * The body of the request that tells of it, as the receiver wants it. Without secrets. A chat is read by people, in their
 * language; what a program reads is English.
 */
export function bodyOf(
  template: Template,
  to: string | undefined,
  run: AlertedRun,
  tell: NonNullable<Verdict['tell']>,
  messages: Messages,
): string {
  const text = textOf(run, tell, template === 'generic' ? en : messages);
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

function textOf(run: AlertedRun, tell: NonNullable<Verdict['tell']>, messages: Messages): string {
  const { alert } = messages;
  const said = tell === 'well' ? [alert.well(run.runId)] : tell.map((each) => saidOf(each, run, messages));
  return `${alert.whose(run.target)}: ${said.join(' ')}`;
}

function saidOf({ kind, runs }: Trouble, run: AlertedRun, messages: Messages): string {
  const { runId, status, exitCode, reason, left } = run;
  if (kind === String(exitCode)) {
    const why = createTranslator(messages).translated(reason ?? '');
    const cut = why.slice(0, MAX_REASON_CHARS).toWellFormed();
    return messages.alert.ended(runId, messages.runs.status[status] ?? status, exitCode, cut);
  }
  return messages.alert.left(runId, runs, left?.owed ?? 0, left?.dead ?? 0);
}
