import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';
import { enHistory } from './history.en.ts';
import { enTables } from './tables.en.ts';

const { number, percent, plural } = formatsIn('en-US');

export interface Watched {
  count: number;
  of: number;
  percent: number;
  limit: number;
  examples: readonly string[];
}

const watched = (what: string, { count, of, percent: is, limit, examples }: Watched): string =>
  `${number(count)} of ${number(of)} products would ${what} (${percent(is)}, ${percent(limit)} allowed; the largest: ${examples.join(', ')})`;

const LOOK = `look at the list of prices and stock in the source; if it is right, run ${typed('sync --force')} once`;

export const en = {
  // What is not believed
  empty_price_list: {
    message: 'the price list is empty, which is never taken for "delete everything"',
    hint: 'look at the price list in the source',
  },
  empty_stock_list: {
    message: 'the stock list is empty although there was stock before',
    hint: 'look at the stock in the source',
  },
  too_many_unusable: ({
    count,
    of,
    list,
    limit,
  }: Record<'count' | 'of' | 'limit', number> & { list: string }) => ({
    message: `${number(count)} of ${number(of)} items of the ${list} cannot be used (${percent(limit)} allowed)`,
    hint: `${typed('quarantine')} shows each with its reason`,
  }),
  price_list: 'price list',
  stock_list: 'stock list',
  not_found: ({ products }: { products: readonly (number | string)[] }) =>
    `the price list lacks ${plural(products.length, 'product', 'products')} of --select: ${products.join(', ')}`,
  missing_blocked: ({ count }: { count: number }) =>
    `${plural(count, 'item', 'items')} of the price list without an id: any product may be it, so none is counted as missing or retired; ${typed('quarantine')} shows what needs an id`,
  unsent: ({ count }: { count: number }) =>
    `NOTIFY is off: ${plural(count, 'change is', 'changes are')} sent to nobody, now or later`,
  read_again: ({ why }: { why: string }) => `${why}; everything is read once more`,
  stock_kept: ({ count }: { count: number }) =>
    `the stock list has ${plural(count, 'item', 'items')} without an id, which may be any product's: what it does not mention keeps its stock`,
  stock_read_again: ({ count }: { count: number }) =>
    `the stock list does not say its length and lacks ${plural(count, 'product', 'products')} that had stock: it is read once more`,
  staging_in_doubt: ({ sent, arrived, warnings }: Record<'sent' | 'arrived' | 'warnings', number>) => ({
    message: `of ${sent} rows sent to the staging table ${arrived} arrived, with ${warnings} warnings`,
    hint: 'run again with LOG_LEVEL=debug and report the stack',
  }),
  run_unknown: {
    message: 'sync_run has no row of this run any more, so the load was undone',
    hint: 'the next run loads it; let nobody else delete rows of sync_run',
  },
  repeated: ({ why }: { why: string }) => `${why}; the transaction is repeated`,

  no_whole_run: {
    message:
      'no run of this version has read everything yet, so nobody can say since when changes are to be asked for',
    hint: `run ${typed('sync')}`,
  },
  no_flash: {
    message: 'this source has no cheap way to what changed',
    hint: `run ${typed('sync')}`,
  },
  skipped: ({ why }: { why: string }) => `skipped: ${why}`,

  // The guard
  guarded: ({ watches }: { watches: readonly string[] }) => ({
    message: `stopped before loading: ${watches.join('; ')}`,
    hint: LOOK,
  }),
  vanish: (watch: Watched) => watched('vanish from the price list', watch),
  sell_out: (watch: Watched) => watched('fall from stock to none', watch),
  lose_price: (watch: Watched) => watched('lose their price', watch),
  halve_price: (watch: Watched) => watched('fall below half their price', watch),
  another_place: ({ changes }: { changes: readonly string[] }) => ({
    message: `stopped before loading: the source has another ${changes.join(' and ')} than in the last run`,
    hint: `see whether the checkout was changed in the source; if that is meant, run ${typed('sync --force')} once`,
  }),
  another_source: {
    message:
      'another source has loaded this schema, and what is known of its products would be mixed with these',
    hint: `check SOURCE, or give this source a schema of its own (NAME_DB), and run ${typed('migrate')}`,
  },
  place_change: ({ name, before, after }: Record<'name' | 'before' | 'after', string>) =>
    `${name} ${before} → ${after}`,
  forced: ({ why }: { why: string }) => `let pass by --force: ${why}`,

  ...enTables,

  // The commands
  own_table: 'as migrate makes it',
  no_delta: ({ source }: { source: string }) => ({
    message: `the source ${source} has no mode delta: a flash brings its prices and stock, and a deep run the rest`,
    hint: `run ${typed('sync --mode flash')} or ${typed('sync --mode deep')}`,
  }),
  notify_elsewhere: ({ source }: { source: string }) => ({
    message: `the publications service reads raw_item_data, where the products of the source ${source} are not`,
    hint: 'set NOTIFY=off',
  }),
  no_source: {
    message: 'SOURCE is none, so there is nothing to bring in',
    hint: `set SOURCE to a source, or count what is there with ${typed('stock set')}`,
  },
  notify_off: {
    message: 'NOTIFY is off, so there is nothing to notify',
    hint: 'set NOTIFY=on',
  },
  select_and_mode: ({ mode }: { mode: string }) => `--select and --mode ${mode} exclude each other`,
  mode_and_compare: ({ mode, compare }: Record<'mode' | 'compare', string>) =>
    `--mode ${mode} and --compare ${compare} exclude each other: leave --compare out`,
  product_unknown: ({ product }: { product: string }) => ({
    message: `there is no product ${product}, and no change of it is kept`,
    hint: 'give its number, its code or barcode, or words of its name',
  }),
  history_of_what: 'one of these is needed: a product, --today or --out-of-stock',
  one_demo: '--channels, --sales, --uploads and --air are demos of their own: give one of them',
  demo_missing: {
    message: 'the demo is not part of this installation',
    hint: 'clone the source and run `npm run demo` there',
  },

  // The command line
  help_sync: 'read the source, load what changed, call the procedures, send the webhooks',
  help_mode:
    'flash: ask for the prices and stock that changed since the last run; delta, the default: read everything, for products whose price or stock changed; deep: for those of which anything changed; full: as deep, and what the list lacks is deleted',
  help_compare: 'the older spelling: flash is --mode delta, deep is --mode deep',
  help_dry_run: 'say what a run would do, and write nothing',
  help_force: 'let this run pass the guard; recorded with it',
  help_select: 'only these products (ids, or codes of Air), whether they changed or not',
  help_every: 'again and again, from one start to the next so many seconds, until a signal ends it',
  help_no_notify: `leave the webhooks pending; ${typed('notify')} sends them`,
  help_report_json: 'print the report on stdout',
  help_notify: 'call the post-load procedures and send the webhooks that are pending, nothing else',
  help_dead: 'also send again what was given up',
  help_plan_limit: 'with --dry-run: how many products to list; 0: all',
  help_history:
    'show a product as it stands, and what changed of its price and stock, newest first; or what today changed, or what is out of stock',
  help_product: 'its number, its code or barcode, or words of its name',
  help_today: 'what the whole local day changed, the largest first',
  help_out_of_stock: 'what is out of stock now, and since when',
  help_limit: 'how many changes or products; 0: all',
  help_quarantine: 'list the items that cannot be used, each with its reason',
  help_all: 'also those that the source has corrected',
  help_demo: 'show the main job on real products, with simulators and a throw-away database',
  help_demo_channels: 'show how Shopify and Mercado Libre follow the shop, while customers buy there',
  help_demo_air: 'show the wholesaler Air at its two speeds, in place of Bitcram',
  help_demo_uploads: 'in place of it, a supplier uploads spreadsheets of the same products',
  help_demo_sales:
    'show how Shopify and Mercado Libre follow a till that sells for a minute, while RabbitMQ is restarted',
  help_demo_json: 'print the runs as JSON on stdout',
  seconds_expected: 'It must be a number of seconds above 0, such as 5 or 0.5.',

  // What was being done
  read_columns: 'read the columns of raw_item_data',
  read_items: 'read the numbers of items',
  number_items: 'give new items their numbers',
  read_charset: ({ charset }: { charset: string }) => `read which characters ${charset} has`,
  read_products: 'read the names of the products',
  read_keys: 'read the keys of raw_item_data',
  read_previous: 'read the previous rows',
  make_stage: 'make the staging table, for which the user needs CREATE TEMPORARY TABLES',
  stage: 'stage changed products',
  stage_missing: 'stage the missing products',
  stage_falls: 'stage the stocks that fall',
  count_changes: 'count the changes',
  load: 'load the changes',
  upsert: 'load the changes into the table of products',
  note_missing: 'note the missing products',
  retire: 'retire the missing products',
  lower_stocks: 'lower the stock of products that cannot be used otherwise',
  note_load: 'note the load',
  see_procedures: 'see whether procedures are to be called',
  note_procedures: 'note the procedures as called',
  wait_for_procedures: 'wait for the procedures of an earlier run',
  call_procedure: ({ procedure }: { procedure: string }) => `call the procedure ${procedure}`,
  find_procedure: ({ procedure }: { procedure: string }) => `find the procedure ${procedure}`,
  note_unusable: 'note the unusable items',
  close_quarantine: 'close what the source has corrected',
  read_quarantine: 'read the quarantine',
  note_changes: 'note what changes',
  remove_changes: 'remove old changes',
  read_product: 'read the product',
  check_right: ({ statement }: { statement: string }) => `check the right to ${statement}`,
  make_temporary: 'make a temporary table',
  drop_temporary: 'drop a temporary table',
  read_published: 'read PUBLISHED_ITEMS_TABLE',

  // The doctor
  check_table: ({ table }: { table: string }) => `database: ${table}`,
  table_rules: ({ id, stock, rules }: Record<'id' | 'stock', string> & { rules: readonly string[] }) =>
    `id ${id}, stock ${stock}; rows may be refused by ${rules.join(', ')}: such a load is undone and ends with 78`,
  foreign_key: ({ name }: { name: string }) => `the foreign key ${name}`,
  check_rule: ({ name }: { name: string }) => `the CHECK ${name}`,
  trigger: ({ name }: { name: string }) => `the trigger ${name}`,
  table_columns: ({ id, stock }: { id: string; stock: string }) => `id ${id}, stock ${stock}`,
  only_reads: {
    message: 'the user that USER_DB names may write nothing',
    hint: `that is enough to look, as with ${typed('sync --dry-run')} or ${typed('report --out report.html')}; to sync, set USER_DB to the user of deploy/grants/3-sync.sql`,
  },
  check_rights: 'database: rights',
  all_rights: 'all that the job needs',
  check_procedures: 'procedures',
  no_procedures: 'none configured',
};

/** What `quarantine` and `history` print. */
export const enText = {
  zone: (zone: string): string => `Times of ${zone}.`,
  quarantine: {
    empty: 'nothing is in quarantine',
    unknown: 'no number, no name',
    corrected: (at: string): string => `Corrected at ${at}.`,
  },
  history: enHistory,
};

export type SyncText = typeof enText;
