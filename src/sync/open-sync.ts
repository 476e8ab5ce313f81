import { sellingOf } from '../channels/sell.ts';
import { anyOn, openChannels } from '../channels/config.ts';
import type { ConfigOf } from '../platform/config/config.ts';
import { LockedError } from '../mysql/lock.ts';
import { ConfigurationError, UsageError } from '../platform/errors.ts';
import { productsAsked } from '../runs/asked.ts';
import { openRun, type RunJob } from '../runs/job.ts';
import type { Outcome, Skipped } from '../runs/report.ts';
import { isSource, openSource, tableOf } from '../sources/config.ts';
import { isAtTwoSpeeds } from '../sources/index.ts';
import type { SyncFlags, syncParts } from './flags.ts';
import { modeOf } from './modes.ts';
import { openStore } from './open.ts';
import { phrase } from './phrase.ts';
import { runSync, speedOf, type SyncOptions, type SyncRules } from './run.ts';

import { tableAdvice } from './table-advice.ts';

type Config = ConfigOf<typeof syncParts>;

/** A flash, which is the next to come as a rule, is over well before. */
const WHOLE_RUN_WAITS_S = 60;

/** Opens what a run needs and runs it. */
export async function openSync(job: RunJob<Config>, flags: SyncFlags): Promise<Outcome | Skipped> {
  try {
    return await openAndRun(job, flags);
  } catch (error) {
    // Whoever is at work brings more than a flash does, and the next one comes soon.
    if (error instanceof LockedError && flags.mode === 'flash') {
      return { skipped: phrase('skipped', { why: error.phrase }) };
    }
    throw error;
  }
}

async function openAndRun(job: RunJob<Config>, flags: SyncFlags): Promise<Outcome> {
  if (!isSource(job.config.source)) throw new ConfigurationError(phrase('no_source'));
  const asked = optionsOf(flags, isAtTwoSpeeds(job.config.source.name));
  refuseMode(job.config, asked);
  const isFlash = asked.mode === 'flash';
  // A flash needs no dataframes, which take longer to load than its whole reading.
  const extraction = isFlash ? import('./flash.ts') : import('./extract.ts');
  const waitS = isFlash ? 0 : WHOLE_RUN_WAITS_S;
  const { session, lock } = await openRun(job, {
    writes: !flags.dryRun,
    locks: !flags.dryRun,
    ofTables: tableAdvice,
    waitS,
    speed: speedOf(asked),
  });
  const options = { ...asked, selection: flags.select && (await productsAsked(session, flags.select)) };
  const table = await tableOf(job.config.source);
  const store = await openStore({ ...job, table }, session);
  const whileConnected = { ...job, signal: session.signal };
  const { extract } = await extraction;
  return runSync({
    ...whileConnected,
    options,
    extract,
    rules: rulesOf(job.config),
    source: await openSource({ ...whileConnected, database: session, writes: !flags.dryRun }),
    store,
    lock,
    channels: openChannels(whileConnected),
    selling: sellingOf(whileConnected, tableAdvice),
  });
}

/** What such a source cannot do, whatever the flags say of another one. */
function refuseMode(
  { source, channels }: Config,
  { atTwoSpeeds, mode }: Pick<SyncOptions, 'atTwoSpeeds' | 'mode'>,
): void {
  if (!atTwoSpeeds) return;
  if (mode === 'delta') throw new UsageError(phrase('no_delta', { source: source.name }));
  // Whoever is told reads raw_item_data, where nothing of it is.
  if (anyOn(channels)) throw new ConfigurationError(phrase('notify_elsewhere', { source: source.name }));
}

function optionsOf(flags: SyncFlags, atTwoSpeeds: boolean): Omit<SyncOptions, 'selection'> {
  const { dryRun, force, notify } = flags;
  const mode = modeOf(flags, atTwoSpeeds);
  return { mode, atTwoSpeeds, dryRun, force, send: notify };
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
