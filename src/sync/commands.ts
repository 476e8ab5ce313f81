import { Option } from 'commander';
import { collectIds, flag, json, option, productId, wholeNumber } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import type { RunSpec } from '../runs/job.ts';

const sync: RunSpec = {
  name: 'sync',
  about: 'read Bitcram, load what changed, call the procedures, send the webhooks',
  options: [
    new Option('--mode <mode>', 'delta: what changed; full: exactly what the source has')
      .choices(['delta', 'full'])
      .default('delta'),
    new Option('--compare <how>', 'flash: stock and price; deep: the whole product')
      .choices(['flash', 'deep'])
      .default('flash'),
    flag('--dry-run', 'say what a run would do, and write nothing'),
    flag('--force', 'let this run pass the guard; recorded with it'),
    option('--select <id...>', 'only these products, whether they changed or not', collectIds),
    new Option('--no-notify', 'leave the webhooks owed; `notify` sends them'),
    json('print the report on stdout'),
  ],
  targets: 'each',
  conflict: ({ select, mode }) =>
    select !== undefined && mode === 'full' ? '--select and --mode full exclude each other' : undefined,
  identity: ({ mode, compare, dryRun, force }) => ({
    command: 'sync',
    mode: mode as string,
    compare: compare as 'flash' | 'deep',
    dryRun: dryRun === true,
    force: force === true,
  }),
  load: () => import('./sync.ts'),
};

const notify: RunSpec = {
  name: 'notify',
  about: 'pay what is owed: post-load procedures and webhooks, nothing else',
  options: [flag('--dead', 'also send again what was given up'), json('print the report on stdout')],
  targets: 'each',
  identity: () => ({ command: 'notify' }),
  load: () => import('./notify.ts'),
};

export const commands: readonly (CommandSpec | RunSpec)[] = [
  sync,
  notify,
  {
    name: 'history',
    about: 'show a product as it stands, and what changed of its price and stock, newest first',
    argument: { name: '<product_id>', about: 'as in raw_item_data', parse: productId },
    options: [option('--limit <n>', 'how many changes', wholeNumber, 20), json()],
    targets: 'one',
    load: () => import('./history.ts'),
  },
  {
    name: 'quarantine',
    about: 'list the items that cannot be used, each with its reason',
    options: [flag('--all', 'also those that the source has mended'), json()],
    targets: 'one',
    load: () => import('./list-quarantine.ts'),
  },
  {
    name: 'demo',
    about: 'show the main job on real products, with simulators and a throw-away database',
    options: [json('print the runs as JSON on stdout')],
    targets: 'none',
    load: () => import('./demo.ts'),
  },
];
