import { databaseConfig } from '../../mysql/config.ts';
import { openSchema } from '../../mysql/open.ts';
import type { Session } from '../../mysql/session.ts';
import type { Body, JsonFlags } from '../../platform/command.ts';
import { EXIT } from '../../platform/errors.ts';
import { printableJson } from '../../platform/text.ts';
import { wrapped } from '../../platform/wrap.ts';
import type { Marketplace } from '../marketplace.ts';
import { openMarketplace, type Selling, sellingConfig } from '../selling.ts';
import { mapBySku } from './by-sku.ts';
import { fillSkus, makeItems } from './items.ts';
import { pullListings } from './pull.ts';
import type { Pulled } from './results.ts';
import { beginsByListings, noteSeen, type SeenListing } from './seen.ts';
import { switchedOn } from './switched-on.ts';
import { textIn } from './text.ts';
import { countUnmapped } from './unmapped.ts';

interface PullFlags extends JsonFlags {
  channel?: string;
}

const config = { database: databaseConfig, selling: sellingConfig };

/** Reads what the marketplaces offer, and finds the product of each listing by its SKU. */
export const command: Body<typeof config, PullFlags> = {
  config,
  async work(job, flags) {
    const { selling, channels } = switchedOn(job.config.selling, flags.channel);
    const session = await openSchema(job);
    const opening = { ...job, config: { ...job.config, selling } };
    const marketplaces = await Promise.all(
      channels.map(async (channel) => [channel, await openMarketplace(opening, channel)] as const),
    );
    const pulled: (Pulled & { channel: string })[] = [];
    const seen = new Map<string, readonly SeenListing[]>();
    for (const [channel, marketplace] of marketplaces) {
      const { listings, ...counts } = await pullSeeing(session, channel, marketplace, selling);
      pulled.push({ channel, ...counts });
      seen.set(channel, listings);
    }
    if (selling.rules.hasSource) await fillSkus(session, selling.skuField);
    else await makeItems(session);
    const mapped = await mapBySku(session, selling.rules);
    for (const [channel, listings] of seen) await noteSeen(session, channel, listings, selling.verifyMs);
    const unmapped = await countUnmapped(session, channels);
    if (flags.json) job.print(printableJson({ channels: pulled, ...mapped, without_product: unmapped }));
    else {
      const text = await textIn(job.language);
      const lines = [...pulled.map(text.pulled), text.mapped(mapped), text.withoutProduct(unmapped)];
      job.print(lines.map((line) => wrapped(line, job.columns)).join('\n'));
    }
    return EXIT.ok;
  },
};

/** What each listing shows is kept only where it may be the first that is known of its product. */
async function pullSeeing(
  session: Session,
  channel: string,
  marketplace: Marketplace,
  selling: Selling,
): Promise<Pulled & { listings: readonly SeenListing[] }> {
  const listings: SeenListing[] = [];
  const onPage = (page: readonly SeenListing[]): void => void listings.push(...page);
  const pulled = await pullListings({
    ...{ session, channel, marketplace },
    ...(beginsByListings(selling) ? { onPage } : {}),
  });
  return { ...pulled, listings };
}
