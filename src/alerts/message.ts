import type { Trouble } from '../domain.ts';
import { redact } from '../platform/redact.ts';
import { plural } from '../platform/text.ts';
import type { RunEnd, Verdict } from './trouble.ts';

export type Template = 'generic' | 'slack' | 'google-chat' | 'whapi';

/** The run that an alert speaks of. */
export interface AlertedRun extends RunEnd {
  runId: string;
  target: string | null;
  status: string;
  reason: string | null;
}

const MAX_REASON_CHARS = 1000;

/** The body of the request that tells of it, as the receiver wants it. Without secrets. */
export function bodyOf(
  template: Template,
  to: string | undefined,
  run: AlertedRun,
  tell: NonNullable<Verdict['tell']>,
): string {
  const text = textOf(run, tell);
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

function textOf(run: AlertedRun, tell: NonNullable<Verdict['tell']>): string {
  const whose = run.target === null ? 'Inventory sync' : `Inventory sync of ${run.target}`;
  if (tell === 'well') return `${whose}: well again (run ${run.runId}).`;
  return `${whose}: ${tell.map((trouble) => saidOf(trouble, run)).join(' ')}`;
}

function saidOf({ kind, runs }: Trouble, { runId, status, exitCode, reason, left }: AlertedRun): string {
  if (kind === String(exitCode)) {
    const why = (reason ?? '').slice(0, MAX_REASON_CHARS).toWellFormed();
    return `run ${runId} ${status} (exit ${exitCode}): ${why}.`;
  }
  const dead = left !== undefined && left.dead > 0 ? `, ${left.dead} given up` : '';
  return `webhooks are left after each of ${plural(runs, 'run')}: ${left?.owed ?? 0} owed${dead} (run ${runId}).`;
}
