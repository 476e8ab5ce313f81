import { z } from 'zod';
import { expecting } from '../platform/config/checks.ts';
import { phrase } from './phrase.ts';

const LIST = /^\s*[a-z-]+\s*=[^=,]+(,\s*[a-z-]+\s*=[^=,]+)*$/;

/** "shopify=centro+deposito,other=deposito": the locations by channel. */
export const channelLocations = expecting(
  z
    .string()
    .regex(LIST)
    .transform((value) => new Map(value.split(',').map(locationsIn))),
  phrase('channel_locations'),
);

function locationsIn(text: string): readonly [channel: string, locations: readonly string[]] {
  const [channel = '', locations = ''] = text.split('=');
  return [channel.trim(), locations.split('+').map((name) => name.trim())];
}
