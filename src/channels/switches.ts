import { definePart, type Part, type Variables } from '../platform/config/config.ts';
import { brandOf, marketplaces } from './index.ts';
import { marketplaceSwitch, notify } from './notify.ts';

/** Which channels are on, and nothing else of them. */
export interface ChannelsOn {
  /** Whether those that know products are told anything. */
  webhooks: boolean;
  marketplaces: readonly string[];
}

const switches: Variables = Object.fromEntries(
  Object.entries(marketplaces).map(([name, { onBy }]) => [onBy, marketplaceSwitch(brandOf(name))]),
);

export const channelsOnConfig: Part<ChannelsOn> = definePart<Variables, ChannelsOn>(
  { ...notify, ...switches },
  (values) => ({
    webhooks: values['NOTIFY'] === 'on',
    marketplaces: Object.keys(marketplaces).filter((name) => values[marketplaces[name]?.onBy ?? ''] === 'on'),
  }),
);
