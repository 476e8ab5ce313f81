import { ConfigurationError } from '../../platform/errors.ts';
import type { Selling } from '../selling.ts';
import { phrase } from './phrase.ts';

/** How the shop sells, and in which channels: in all that are on, or in the one that was asked for. Throws where it is off. */
export function switchedOn(
  selling: Selling | undefined,
  asked?: string,
): { selling: Selling; channels: readonly string[] } {
  if (selling === undefined || (asked !== undefined && !Object.hasOwn(selling.marketplaces, asked)))
    throw new ConfigurationError(phrase('no_marketplace', { channel: asked }));
  return { selling, channels: asked === undefined ? Object.keys(selling.marketplaces) : [asked] };
}
