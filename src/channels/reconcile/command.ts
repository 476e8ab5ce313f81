import { databaseConfig } from '../../mysql/config.ts';
import type { JsonFlags } from '../../platform/command.ts';
import { ConfigurationError, EXIT } from '../../platform/errors.ts';
import { logConfig } from '../../platform/log-config.ts';
import { wrapped } from '../../platform/wrap.ts';
import type { RunBody } from '../../runs/job.ts';
import { switchedOn } from '../listings/switched-on.ts';
import { sellingConfig } from '../selling.ts';
import { sourceOfStock } from '../stock/config.ts';
import { reconcileConfig } from './config.ts';
import { phrase } from './phrase.ts';
import { reconcile } from './run.ts';
import { tableOf } from './table.ts';
import { textIn } from './text.ts';

interface ReconcileFlags extends JsonFlags {
  channel?: string;
  dryRun: boolean;
  adopt: boolean;
  force: boolean;
  limit: number;
}

const config = {
  database: databaseConfig,
  selling: sellingConfig,
  source: sourceOfStock,
  limits: reconcileConfig,
  log: logConfig,
};

/** A worker that has just begun is soon done. */
const WAIT_MS = 60_000;

/** Every listing of the marketplaces shows what it should, or the report says why not. */
export const command: RunBody<typeof config, ReconcileFlags> = {
  config,
  async work(job, { channel, dryRun, adopt, force, limit }) {
    const { selling, channels } = switchedOn(job.config.selling, channel);
    const { hasSource, name } = job.config.source;
    if (adopt && hasSource) throw new ConfigurationError(phrase('adopt_beside_source', { source: name }));
    const { differences, ...outcome } = await reconcile(
      Object.assign(job, { config: { ...job.config, selling } }),
      { channels, dryRun, adopts: adopt, force, delivers: true, waitMs: WAIT_MS },
    );
    if (!dryRun) return outcome;
    const text = await textIn(job.language);
    const { exit_code: exitCode, drift } = outcome.report;
    const isAll = exitCode === EXIT.ok && Object.values(drift).every(({ ended }) => ended === null);
    const none = isAll ? [wrapped(text.none, job.columns)] : [];
    const lines = differences.length > 0 ? [tableOf(differences, limit, text, job.columns)] : none;
    return { ...outcome, beside: { json: { differences }, lines } };
  },
};
