import { channelsConfig } from '../../src/channels/config.ts';
import { databaseConfig } from '../../src/mysql/config.ts';
import { logConfig } from '../../src/platform/log-config.ts';
import { sourceConfig } from '../../src/sources/config.ts';
import { loadConfig } from '../../src/sync/config.ts';

/** What `sync` reads of the environment. */
export const EVERYTHING = {
  database: databaseConfig,
  source: sourceConfig,
  load: loadConfig,
  channels: channelsConfig,
  log: logConfig,
};

/** What has no default, and nothing else. */
export const COMPLETE = {
  BITCRAM_TOKEN: 'a-token',
  URL_BITCRAM: 'https://shop.example/',
  CHECKOUT: '3',
  USER_DB: 'sync',
  URL_PUBLICATIONS: 'https://publications.example/webhooks/publications',
  SECRET_PUBLICATIONS: 'a-secret',
};
