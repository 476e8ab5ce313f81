import { labelOf } from '../channels/index.ts';
import type { Session } from '../mysql/session.ts';
import { parseConfig } from '../platform/config/config.ts';
import type { Environment } from '../platform/environment.ts';
import type { Log } from '../platform/log.ts';
import { lateConfig } from './config.ts';
import { isLate, isOn, readBacklogs } from './late.ts';
import { phrase } from './phrase.ts';

/** Warns of channels that are late or paused: what a dry run foretells would not reach them when the run ends. */
export async function foretellChannels(session: Session, env: Environment, log: Log): Promise<void> {
  const { late } = parseConfig(env, { late: lateConfig });
  for (const backlog of await readBacklogs(session)) {
    const { channel, pending, since, pausedAt } = backlog;
    if (!isOn(channel, late)) continue;
    if (pausedAt !== null) {
      log.warn({ phrase: phrase('foretold_paused', { channel, since: pausedAt }) });
    } else if (isLate(backlog, late.afterRuns)) {
      log.warn({
        phrase: phrase('foretold_late', { channel: labelOf(channel), pending, since: since ?? '' }),
      });
    }
  }
}
