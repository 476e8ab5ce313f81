import { anyOn, openChannels } from '../channels/config.ts';
import type { ConfigOf } from '../platform/config/config.ts';
import { openRun, type RunJob } from '../runs/job.ts';
import type { Outcome } from '../runs/report.ts';
import { openSource } from '../sources/config.ts';
import type { SyncFlags, syncParts } from './flags.ts';
import { modeOf } from './modes.ts';
import { openStore } from './open.ts';
import { runSync, type SyncOptions, type SyncRules } from './run.ts';

import { tableAdvice } from './table-advice.ts';

type Config = ConfigOf<typeof syncParts>;

/** Opens what a run needs and runs it. */
export async function openSync(job: RunJob<Config>, flags: SyncFlags): Promise<Outcome> {
  const session = await openRun(job, { writes: !flags.dryRun, ofTables: tableAdvice });
  const store = await openStore(job, session);
  const whileConnected = { ...job, signal: session.signal };
  return runSync({
    ...whileConnected,
    options: optionsOf(flags),
    rules: rulesOf(job.config),
    source: await openSource(whileConnected),
    store,
    channels: openChannels(whileConnected),
  });
}

function optionsOf(flags: SyncFlags): SyncOptions {
  const { dryRun, force, select, notify } = flags;
  return { mode: modeOf(flags), dryRun, force, selection: select && new Set(select), send: notify };
}

function rulesOf({ load, channels }: Config): SyncRules {
  const { publishedItemsTable, postLoadProcedures, guard: guardLimits, ...rules } = load;
  return {
    ...rules,
    guardLimits,
    pendingRule: { notify: anyOn(channels), publishedItemsTable },
    oweProcedures: postLoadProcedures.length > 0,
  };
}
