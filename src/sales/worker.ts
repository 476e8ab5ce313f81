import { sellingConfig } from '../channels/selling.ts';
import { databaseConfig } from '../mysql/config.ts';
import type { Body } from '../platform/command.ts';
import { ConfigurationError, EXIT } from '../platform/errors.ts';
import { keepSelling } from './keep-selling.ts';
import { phrase } from './phrase.ts';

const config = { database: databaseConfig, selling: sellingConfig };

/** A call that is under way has so long to end; the process is ended 7 s after the signal. */
const LAST_CALL_MS = 4_000;

/** Works until it is stopped, each marketplace by itself: one that is silent holds up no other. */
export const command: Body<typeof config, { deliverOnly: boolean }> = {
  config,
  async work(job, { deliverOnly }) {
    const { config, signal, log } = job;
    const { selling } = config;
    if (!deliverOnly) throw new ConfigurationError(phrase('only_delivers'));
    if (selling === undefined) throw new ConfigurationError(phrase('no_marketplace'));
    const stop = new AbortController();
    const cutOff = new AbortController();
    const end = (reason: unknown): void => {
      stop.abort(reason);
      setTimeout(() => cutOff.abort(reason), LAST_CALL_MS).unref();
    };
    signal.addEventListener('abort', () => end(signal.reason), { once: true });
    const channels = Object.keys(selling.marketplaces);
    log.info({ phrase: phrase('started', { channels }) });
    const loops = channels.map(async (channel) => {
      const work = { ...job, config: { ...config, selling }, log: log.child({ channel }) };
      try {
        await keepSelling({ ...work, signal: cutOff.signal, stop: stop.signal }, channel);
      } catch (error) {
        end(error);
        throw error;
      }
    });
    for (const ended of await Promise.allSettled(loops)) {
      if (ended.status === 'rejected') throw ended.reason;
    }
    log.info({ phrase: phrase('ended') });
    return EXIT.ok;
  },
};
