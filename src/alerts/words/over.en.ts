import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import type { CauseName, Outcome } from '../causes.ts';

const { plural } = formatsIn('en-US');

/** What happened, of what is over, where it would say otherwise that it is still so. */
const causes: Readonly<Partial<Record<CauseName, string>>> = {
  settings: 'The settings of the program were wrong.',
  output: 'The result could not be written: the disk may have been full.',
  secret: 'The program could not read one of its passwords, or found nothing usable there.',
  database_refuses: 'The database did not let the program in, or not do what it had to.',
  schema: 'The database lacked tables of this version of the program.',
  table: 'The table of products was not made as the program needs it.',
  channel_down: 'Mercado Libre took no product: the service that publishes there did not answer.',
  channel_failing:
    'Mercado Libre took no product: the service that publishes there answered with errors of its own.',
  channel_settings:
    'The service that publishes to Mercado Libre did not accept the program’s password, or was not at its address.',
};

/** What was refused for good was not sent: of that nothing is solved. */
const sent = (solved: string, refused: number): string =>
  refused === 0
    ? `It is solved: what was left to be sent was sent ${solved}.`
    : `What was left to be sent was sent ${solved}, except for ${plural(refused, 'product', 'products')} that Mercado Libre refused for good: ${typed('dead list')} says whether ${refused === 1 ? 'it is' : 'they are'} still refused.`;
const endedWell = (_at: string | null, solved: string): string =>
  `It is solved: the stock was loaded. The sync that began ${solved} ended well.`;

/** What it meant for the shop, and what put an end to it. */
const means: Readonly<Record<Outcome, (at: string | null, solved: string, refused: number) => string>> = {
  unchanged: (at, solved) =>
    `The stock stayed as it was${at === null ? '' : ` ${at}`} for a time. It is solved: the sync that began ${solved} loaded well.`,
  unsent: (_at, solved, refused) => `The stock was loaded. ${sent(solved, refused)}`,
  refused: () => 'The stock was loaded. What was refused for good was not sent.',
  held_back: endedWell,
  rest_pending: endedWell,
  only_sending: (_at, solved, refused) => sent(solved, refused),
  not_compared: (_at, solved) => `It is solved: the comparison that began ${solved} went well.`,
};

export const enOver = { causes, means };
