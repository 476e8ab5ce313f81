import { flag, json, limitOrAll, noIdIn, words, WrongArgumentError } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import type { RunSpec } from '../runs/job.ts';
import { isAtTwoSpeeds } from '../sources/index.ts';
import { compareOf, COMPARISONS, modeConflict, modeOf, MODES } from './modes.ts';
import { phrase } from './phrase.ts';

const sync: RunSpec = {
  name: 'sync',
  about: phrase('help_sync'),
  options: [
    { flags: '--mode <mode>', about: phrase('help_mode'), choices: MODES },
    { flags: '--compare <how>', about: phrase('help_compare'), choices: COMPARISONS },
    flag('--dry-run', phrase('help_dry_run')),
    flag('--force', phrase('help_force')),
    { flags: '--select <id...>', about: phrase('help_select'), parse: words },
    { flags: '--no-notify', about: phrase('help_no_notify') },
    { flags: '--every <seconds>', about: phrase('help_every'), parse: seconds },
    limitOrAll(phrase('help_plan_limit')),
    json(phrase('help_report_json')),
  ],
  targets: 'each',
  conflict: ({ select, ...flags }, _args, { SOURCE, TARGETS_FILE }) => {
    if (select !== undefined && (flags['mode'] === 'full' || flags['mode'] === 'flash'))
      return phrase('select_and_mode', { mode: flags['mode'] });
    // Codes are known by the database alone, and each target has a source of its own.
    const mayBeCodes = TARGETS_FILE !== undefined || isAtTwoSpeeds(SOURCE);
    const wrong = mayBeCodes ? undefined : noIdIn((select as readonly string[] | undefined) ?? []);
    return wrong ?? modeConflict(flags);
  },
  identity: (flags, { SOURCE }) => {
    const mode = modeOf(flags, isAtTwoSpeeds(SOURCE));
    const { dryRun, force } = flags;
    return {
      command: 'sync',
      mode,
      compare: compareOf(mode),
      dryRun: dryRun === true,
      force: force === true,
    };
  },
  load: () => import('./sync.ts'),
};

const notify: RunSpec = {
  name: 'notify',
  about: phrase('help_notify'),
  options: [flag('--dead', phrase('help_dead')), json(phrase('help_report_json'))],
  targets: 'each',
  identity: () => ({ command: 'notify' }),
  load: () => import('./notify.ts'),
};

export const commands: readonly (CommandSpec | RunSpec)[] = [
  sync,
  notify,
  {
    name: 'history',
    about: phrase('help_history'),
    argument: { name: '[product...]', about: phrase('help_product') },
    options: [
      flag('--today', phrase('help_today')),
      flag('--out-of-stock', phrase('help_out_of_stock')),
      limitOrAll(phrase('help_limit')),
      json(),
    ],
    targets: 'one',
    conflict: ({ today, outOfStock }, [words = []]) =>
      [today === true, outOfStock === true, (words as readonly string[]).length > 0].filter(Boolean)
        .length === 1
        ? undefined
        : phrase('history_of_what'),
    load: () => import('./history.ts'),
  },
  {
    name: 'quarantine',
    about: phrase('help_quarantine'),
    options: [flag('--all', phrase('help_all')), json()],
    targets: 'one',
    load: () => import('./list-quarantine.ts'),
  },
  {
    name: 'demo',
    about: phrase('help_demo'),
    options: [
      flag('--channels', phrase('help_demo_channels')),
      flag('--sales', phrase('help_demo_sales')),
      flag('--uploads', phrase('help_demo_uploads')),
      flag('--air', phrase('help_demo_air')),
      json(phrase('help_demo_json')),
    ],
    targets: 'none',
    conflict: ({ channels, sales, uploads, air }) =>
      [channels, sales, uploads, air].filter((each) => each === true).length > 1
        ? phrase('one_demo')
        : undefined,
    load: () => import('./demo.ts'),
  },
];

function seconds(text: string): number {
  if (/^\d{1,6}(\.\d{1,3})?$/.test(text) && Number(text) > 0) return Number(text);
  throw new WrongArgumentError(phrase('seconds_expected'));
}
