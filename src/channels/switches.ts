import { definePart, type Part, type Variables } from '../platform/config/config.ts';
import { insidesOf } from '../platform/room.ts';
import { marketplaces } from './index.ts';
import { notify } from './notify.ts';

const switches = Object.entries(await insidesOf(marketplaces)).map(([name, { onBy, config }]) => {
  const { [onBy]: variable } = config.variables;
  return { name, onBy, variables: variable === undefined ? {} : { [onBy]: variable } };
});

const ofMarketplaces: Variables = Object.assign(
  {},
  ...switches.map(({ variables }) => variables),
) as Variables;

/** Which channels are on, and nothing else of them. */
export interface ChannelsOn {
  /** Whether those that know products are told anything. */
  webhooks: boolean;
  marketplaces: readonly string[];
}

export const channelsOnConfig: Part<ChannelsOn> = definePart<Variables, ChannelsOn>(
  { ...notify, ...ofMarketplaces },
  (values) => ({
    webhooks: values['NOTIFY'] === 'on',
    marketplaces: switches.filter(({ onBy }) => values[onBy] === 'on').map(({ name }) => name),
  }),
);
