import { sellingOf } from '../channels/sell.ts';
import { anyOn, channelsConfig, openChannels } from '../channels/config.ts';
import { sellingConfig } from '../channels/selling.ts';
import { databaseConfig } from '../mysql/config.ts';
import type { JsonFlags } from '../platform/command.ts';
import { logConfig } from '../platform/log-config.ts';
import { ConfigurationError } from '../platform/errors.ts';
import { openRun, type RunBody } from '../runs/job.ts';
import { type RunBook, runSteps } from '../runs/steps.ts';
import { loadConfig } from './config.ts';
import { deliverPending, finishSelling } from './deliver.ts';
import { openStore } from './open.ts';
import { phrase } from './phrase.ts';
import { tableAdvice } from './table-advice.ts';

interface NotifyFlags extends JsonFlags {
  /** Also send again what was given up. */
  dead: boolean;
}

const config = {
  database: databaseConfig,
  load: loadConfig,
  channels: channelsConfig,
  selling: sellingConfig,
  log: logConfig,
};

/** Does what earlier runs left to do: procedures and notifications, nothing else. */
export const command: RunBody<typeof config, NotifyFlags> = {
  config,
  async work(job, { dead }) {
    const selling = sellingOf(job, tableAdvice);
    if (!anyOn(job.config.channels) && selling.channels.length === 0) {
      throw new ConfigurationError(phrase('notify_off'));
    }
    const { session, lock } = await openRun(job, { writes: true, locks: false, ofTables: tableAdvice });
    const store = await openStore(job, session);
    const channels = openChannels({ ...job, signal: session.signal });
    const work = async (book: RunBook): Promise<void> => {
      if (dead) await store.outbox.revive();
      await store.levels?.map();
      selling.start();
      await deliverPending({ ...job, ...book, ...store, lock, channels, signal: session.signal, send: true });
    };
    const frame = {
      ...job,
      command: 'notify' as const,
      mode: null,
      compare: null,
      forced: false,
      holdsLock: false,
      dryRun: false,
      selected: null,
      runs: store.runs,
      signal: session.signal,
    };
    return runSteps(frame, [{ work, despiteFailure: false }, ...finishSelling({ lock, selling })]);
  },
};
