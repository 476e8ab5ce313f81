import { isMarketplace, labelOf } from '../channels/index.ts';
import { databaseOf } from '../mysql/doctor.ts';
import type { Session } from '../mysql/session.ts';
import { parseConfig } from '../platform/config/config.ts';
import type { Doctor, RoomChecks } from '../platform/doctor.ts';
import { EXIT, UnavailableError } from '../platform/errors.ts';
import { localTime } from '../platform/local-time.ts';
import { WHOLE_SQL } from '../runs/questions/whole.ts';
import { lateConfig } from './config.ts';
import { type Backlog, isLate, isOn, readBacklogs } from './late.ts';
import { phrase } from './phrase.ts';

interface LastRun {
  runId: string;
  startedAt: string;
  status: string;
  exitCode: number | null;
}

const LAST_RUN = `
  SELECT run_id AS runId, started_at AS startedAt, status, exit_code AS exitCode FROM sync_run
   WHERE ${WHOLE_SQL} AND status <> 'running'
   ORDER BY started_at DESC, run_id DESC LIMIT 1`;

/** What runs left: everything that a run needs may be well, and the shop's channels know nothing of it. */
export const checks: RoomChecks<{}> = {
  parts: {},
  async examine(doctor) {
    const { session, migrated } = databaseOf(doctor);
    const run = await doctor.check(phrase('check_last_run'), [session, migrated], async () => {
      const [last] = await (session as Session).read<LastRun>(phrase('read_last_run'), LAST_RUN);
      if (last === undefined) return { value: null, detail: phrase('no_run_yet') };
      const { runId, startedAt, status, exitCode } = last;
      return {
        value: last,
        detail: phrase('last_run', { runId, at: localTime(startedAt), status, exitCode }),
        note: exitCode !== EXIT.ok,
      };
    });
    // Nothing is left where nothing ran.
    if (run === undefined || run === null) return;
    await checkChannels(doctor, session as Session);
    await doctor.check(phrase('check_quarantine'), [], async () => {
      const [row] = await (session as Session).read<{ count: number }>(
        phrase('count_quarantine'),
        'SELECT COUNT(*) AS count FROM sync_quarantine WHERE settled_at IS NULL',
      );
      const count = row?.count ?? 0;
      return { value: true, detail: phrase('in_quarantine', { count }), note: count > 0 };
    });
  },
};

async function checkChannels(doctor: Doctor, session: Session): Promise<void> {
  const backlogs = await doctor.check(phrase('check_pending'), [], async () => {
    const value = await readBacklogs(session);
    const pending = value.reduce((sum, each) => sum + each.pending, 0);
    return { value, detail: phrase('all_pending', { pending }), note: pending > 0 };
  });
  for (const backlog of backlogs ?? []) {
    await doctor.check(phrase('check_channel', { channel: labelOf(backlog.channel) }), [], () =>
      Promise.resolve(stateOf(backlog, doctor)),
    );
  }
}

function stateOf(backlog: Backlog, { job }: Doctor) {
  const { late } = parseConfig(job.env, { late: lateConfig });
  const { pending, dead } = backlog;
  const since = backlog.since === null ? null : localTime(backlog.since);
  // Where a channel is not told, nothing is late.
  if (isOn(backlog.channel, late) && isLate(backlog, late.afterRuns)) {
    const left = { pending, since: since ?? '', dead };
    if (isMarketplace(backlog.channel)) throw new UnavailableError(phrase('marketplace_late', left));
    throw new UnavailableError(phrase('channel_late', left));
  }
  const paused = backlog.pausedAt === null ? null : localTime(backlog.pausedAt);
  return {
    value: true,
    detail: phrase('channel_state', { channel: backlog.channel, pending, since, dead, paused }),
    note: pending + dead > 0 || paused !== null,
  };
}
