import { alertConfig } from '../alerts/config.ts';
import { channelsConfig } from '../channels/config.ts';
import { sellingConfig } from '../channels/selling.ts';
import { databaseConfig } from '../mysql/config.ts';
import type { JsonFlags } from '../platform/command.ts';
import { logConfig } from '../platform/log-config.ts';
import { sourceConfig } from '../sources/config.ts';
import { loadConfig } from './config.ts';
import type { ModeFlags } from './modes.ts';

/** What `sync` is told on the command line. */
export interface SyncFlags extends JsonFlags, ModeFlags {
  dryRun: boolean;
  force: boolean;
  /** Products as the shop knows them. */
  select: readonly string[] | undefined;
  notify: boolean;
}

/** What it reads of the environment. */
export const syncParts = {
  database: databaseConfig,
  source: sourceConfig,
  load: loadConfig,
  channels: channelsConfig,
  selling: sellingConfig,
  alert: alertConfig,
  log: logConfig,
};
