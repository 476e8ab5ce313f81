import { databaseConfig } from '../../mysql/config.ts';
import { type DatabaseJob, openSchema } from '../../mysql/open.ts';
import type { Session } from '../../mysql/session.ts';
import type { Body, JsonFlags } from '../../platform/command.ts';
import { EXIT, SyncError, worstExit } from '../../platform/errors.ts';
import { printableJson } from '../../platform/text.ts';
import { wrapped } from '../../platform/wrap.ts';
import { openMarketplace, type Selling, sellingConfig } from '../selling.ts';
import { mapBySku } from './by-sku.ts';
import { fillSkus, makeItems } from './items.ts';
import { notePublished } from './published.ts';
import { pullListings } from './pull.ts';
import type { Mapped, Pulled } from './results.ts';
import { beginsByListings, noteSeen, type SeenListing } from './seen.ts';
import { switchedOn } from './switched-on.ts';
import { textIn } from './text.ts';
import { countUnmapped } from './unmapped.ts';

interface PullFlags extends JsonFlags {
  channel?: string;
}

const config = { database: databaseConfig, selling: sellingConfig };

/** Reads what the marketplaces offer, and finds the product of each listing by its SKU. One that fails hides no other. */
export const command: Body<typeof config, PullFlags> = {
  config,
  async work(job, flags) {
    const { selling, channels } = switchedOn(job.config.selling, flags.channel);
    const session = await openSchema(job);
    const opening = { ...job, config: { ...job.config, selling } };
    const pulled: PulledChannel[] = [];
    const failures: SyncError[] = [];
    for (const channel of channels) {
      try {
        pulled.push(await pullSeeing(opening, session, channel));
      } catch (error) {
        if (!(error instanceof SyncError) || session.signal.aborted) throw error;
        failures.push(error);
      }
    }
    if (pulled.length > 0) {
      const mapped = await mapPulled(session, selling, pulled);
      const unmapped = await countUnmapped(session, channels);
      const counts = pulled.map(({ seen: _seen, ...rest }) => rest);
      if (flags.json) job.print(printableJson({ channels: counts, ...mapped, without_product: unmapped }));
      else {
        const text = await textIn(job.language);
        const lines = [...counts.map(text.pulled), text.mapped(mapped), text.withoutProduct(unmapped)];
        job.print(lines.map((line) => wrapped(line, job.columns)).join('\n'));
      }
    }
    const worst = worstOf(failures);
    for (const failure of failures) if (failure !== worst) job.log.warn({ phrase: failure.phrase });
    if (worst !== undefined) throw worst;
    return EXIT.ok;
  },
};

interface PulledChannel extends Pulled {
  channel: string;
  seen: readonly SeenListing[];
}

async function mapPulled(
  session: Session,
  selling: Selling,
  pulled: readonly PulledChannel[],
): Promise<Mapped> {
  if (selling.rules.hasSource) await fillSkus(session, selling.skuField);
  else await makeItems(session);
  if (selling.publishedItemsTable !== undefined) await notePublished(session, selling.publishedItemsTable);
  const mapped = await mapBySku(session, selling.rules);
  for (const { channel, seen } of pulled) await noteSeen(session, channel, seen, selling.verifyMs);
  return mapped;
}

function worstOf(failures: readonly SyncError[]): SyncError | undefined {
  const code = worstExit(failures.map(({ exitCode }) => exitCode));
  return failures.find(({ exitCode }) => exitCode === code);
}

/** What each listing shows is kept only where it may be the first that is known of its product. */
async function pullSeeing(
  job: DatabaseJob & { config: { selling: Selling } },
  session: Session,
  channel: string,
): Promise<PulledChannel> {
  const seen: SeenListing[] = [];
  const marketplace = await openMarketplace(job, channel);
  const onPage = (page: readonly SeenListing[]): void => void seen.push(...page);
  const pulled = await pullListings({
    ...{ session, channel, marketplace },
    ...(beginsByListings(job.config.selling) ? { onPage } : {}),
  });
  return { channel, ...pulled, seen };
}
