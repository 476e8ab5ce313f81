import { flag, json, limitOrAll, type OptionSpec, WrongArgumentError } from '../../platform/arguments.ts';
import type { CommandSpec } from '../../platform/command.ts';
import { phrase } from './phrase.ts';
import { MOST_UNITS, unitsIn } from './units.ts';

const counted: readonly OptionSpec[] = [
  { flags: '--location <name>', about: phrase('help_location') },
  { flags: '--file <csv>', about: phrase('help_file') },
  json(),
];

const sku = { name: '[sku]', about: phrase('help_sku') };

export const commands: readonly CommandSpec[] = [
  {
    name: 'stock',
    about: phrase('help_stock'),
    options: [limitOrAll(phrase('help_limit')), json()],
    targets: 'one',
    load: () => import('./list-levels.ts'),
  },
  {
    parent: 'stock',
    name: 'set',
    about: phrase('help_set'),
    argument: [sku, { name: '[quantity]', about: phrase('help_set_quantity'), parse: units(0) }],
    options: counted,
    targets: 'one',
    load: async () => ({ command: (await import('./count-command.ts')).setCommand }),
  },
  {
    parent: 'stock',
    name: 'add',
    about: phrase('help_add'),
    argument: [sku, { name: '[quantity]', about: phrase('help_add_quantity'), parse: units(1) }],
    options: counted,
    targets: 'one',
    load: async () => ({ command: (await import('./count-command.ts')).addCommand }),
  },
  {
    name: 'movements',
    about: phrase('help_movements'),
    options: [
      { flags: '--sku <sku>', about: phrase('help_story') },
      flag('--unmapped', phrase('help_unmapped')),
      limitOrAll(phrase('help_limit')),
      json(),
    ],
    targets: 'one',
    conflict: ({ sku: asked, unmapped }) =>
      asked !== undefined && unmapped === true ? phrase('sku_and_unmapped') : undefined,
    load: () => import('./list-movements.ts'),
  },
  {
    parent: 'movements',
    name: 'close',
    about: phrase('help_close'),
    options: [
      { flags: '--before <time>', about: phrase('help_before'), mandatory: true, parse: moment },
      json(),
    ],
    targets: 'one',
    load: () => import('./close-command.ts'),
  },
];

function units(least: number): (text: string) => number {
  return (text) => {
    const count = unitsIn(text, least);
    if (count !== undefined) return count;
    throw new WrongArgumentError(phrase('units_expected', { least, most: MOST_UNITS }));
  };
}

const TIME = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** On this machine's clock, as all times are shown, or with the zone that it names. */
function moment(text: string): Date {
  const at = new Date(text.replace(' ', 'T'));
  if (TIME.test(text) && !Number.isNaN(at.getTime())) return at;
  throw new WrongArgumentError(phrase('time_expected'));
}
