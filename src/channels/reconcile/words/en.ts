import { typed } from '../../../platform/command-line.ts';
import { formatsIn } from '../../../platform/formats.ts';

const { number, percent, plural } = formatsIn('en-US');

export const en = {
  // What is refused
  adopt_beside_source: ({ source }: { source: string }) => ({
    message: `--adopt takes the stock from the listings, but it comes from SOURCE=${source}`,
    hint: `correct the stock in the source; ${typed('reconcile')} without --adopt makes the listings show it`,
  }),
  too_many: ({
    service,
    count,
    gone,
    of,
    percent: is,
    limit,
  }: { service: string } & Record<'count' | 'gone' | 'of' | 'percent' | 'limit', number>) => ({
    message: `${number(count)} of ${plural(of, 'listing', 'listings')} in ${service} show something else than they should${gone === 0 ? '' : `, or are not there any more (${number(gone)})`} (${percent(is)}, ${percent(limit)} allowed): none of them was corrected`,
    hint: `${typed('reconcile --dry-run')} lists them; if the stock here is right, run ${typed('reconcile --force')} once`,
  }),
  unread: ({ service, why }: { service: string; why: string }) => ({
    message: `the listings in ${service} cannot be compared: ${why}`,
    hint: 'nothing was corrected; run it again',
  }),
  asks_to_wait: ({ seconds }: { seconds: number }) =>
    `it asked everybody to wait for another ${plural(seconds, 'second', 'seconds')}`,
  all_refused: 'it refused to say anything of any listing',
  denied: ({ service, why }: { service: string; why: string }) => ({
    message: `the listings in ${service} cannot be compared: ${why}`,
    hint: undefined,
  }),
  orders_unread: ({ service, why }: { service: string; why: string }) => ({
    message: `the orders of ${service} cannot be read, so that nobody knows what drifted: ${why}`,
    hint: undefined,
  }),
  orders_elsewhere: ({ service }: { service: string }) => ({
    message: `another process has been reading the orders of ${service} for too long`,
    hint: 'nothing was corrected; run it again',
  }),
  under_way: ({ channel }: { channel: string }) => ({
    message: `another reconcile of ${channel} is under way`,
    hint: `wait for its end: ${typed('runs')} shows it`,
  }),
  is_paused: ({ service }: { service: string }) =>
    `${service} is paused: nothing of it was read; ${typed('channels list')} says since when`,
  overridden: ({ why }: { why: string }) => `let pass with --force: ${why}`,

  // The command line
  help_reconcile:
    'compare all listings of the marketplaces with the stock, and correct those that show something else',
  help_channel: 'only of this marketplace',
  help_dry_run: 'show what differs and change nothing',
  help_adopt: 'with SOURCE=none: take what somebody typed into a listing for the stock',
  help_force: 'correct as many as there are, whatever RECONCILE_MAX_PERCENT says',
  help_limit: 'with --dry-run: how many differences; 0: all',

  // What was being done
  read_listings: 'read the listings',
  read_checkpoint: 'look how far the last comparison came',
  note_checkpoint: 'note how far the comparison has come',
  read_outbox: 'see which listings have something under way',
  read_orders: 'see which orders are recorded',
  read_products: 'see which products the listings are of',
  read_last: 'see when the marketplace was compared last',
  wait_for_reconcile: 'wait for another reconcile',
};

export const enText = {
  number,
  headings: {
    ...{ channel: 'channel', listing: 'listing', title: 'title', sku: 'SKU' },
    ...{ shown: 'shows', offered: 'should', outcome: 'then' },
  },
  outcomes: {
    corrected: 'is corrected',
    too_many: 'stays: too many differ',
    adopted: 'is the stock',
    kit: 'stays: of several products',
    differing: 'stays: its listings differ',
    sold: 'stays: sold a moment ago',
    locations: 'stays: in several locations',
    moved: 'stays: its stock moved',
  },
  uncounted: 'not counted',
  none: 'Every listing shows what it should.',
  more: (count: number): string => `and ${number(count)} more: --limit 0 shows them`,
};

export type ReconcileText = typeof enText;
