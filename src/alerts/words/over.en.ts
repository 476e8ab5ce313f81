import type { CauseName, Outcome } from '../causes.ts';

/** What happened, of what is over, where it would say otherwise that it is still so. */
const causes: Readonly<Partial<Record<CauseName, string>>> = {
  settings: 'The settings of the program were wrong.',
  output: 'The result could not be written: the disk may have been full.',
  source_unusable: 'Too many items of Bitcram had data that could not be used.',
  source_address: 'The program did not find Bitcram where it should have been.',
  checkout:
    'The checkout that the program reads was not in Bitcram, or lacked its warehouse or its price list.',
  token: 'Bitcram did not accept the program’s access.',
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

const sent = (solved: string): string => `What was left to be sent was sent ${solved}.`;
const endedWell = (_at: string | null, solved: string): string =>
  `It is solved: the stock was loaded. The sync that began ${solved} ended well.`;
const allSent = (_at: string | null, solved: string): string =>
  `It is solved: the stock was loaded. ${sent(solved)}`;

/** What it meant for the shop, and what put an end to it. */
const means: Readonly<Record<Outcome, (at: string | null, solved: string) => string>> = {
  unchanged: (at, solved) =>
    `The stock stayed as it was${at === null ? '' : ` ${at}`} for a time. It is solved: the sync that began ${solved} loaded well.`,
  unsent: allSent,
  refused: allSent,
  held_back: endedWell,
  rest_pending: endedWell,
  only_sending: (_at, solved) => `It is solved. ${sent(solved)}`,
};

export const enOver = { causes, means };
