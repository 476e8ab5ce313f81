import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { number, plural, price: inMoney } = formatsIn('en-US');

/** A product as raw_item_data has it, its name made harmless. */
interface ProductNow {
  name: string | null;
  price: number | null;
  stock: number | null;
  updatedAt: string | null;
}

/** What `history` prints. */
export const enHistory = {
  headings: {
    product: 'number',
    code: 'code',
    name: 'name',
    when: 'when',
    what: 'what',
    price: 'price',
    stock: 'stock',
    run: 'run',
    had: 'had',
    since: 'since',
  },
  several: (all: number, left: number, id: string): string =>
    `${plural(all, 'product', 'products')}${left === 0 ? '' : `, ${number(left)} of them not shown: give more words, or --limit`}. ${typed(`history ${id}`)} tells of one.`,
  kinds: { new: 'new', changed: 'changed', gone: 'taken off sale', deleted: 'deleted' },
  number,
  money: inMoney,
  now: (id: string, { name, price, stock, updatedAt }: ProductNow): string =>
    [
      `Product ${id}${name === null ? '' : `, ${name}`}: ${price === null ? 'no price' : `price ${inMoney(price)}`}`,
      stock === null ? 'no stock known' : `stock ${number(stock)}`,
      updatedAt === null ? 'no time of a change known' : `changed ${updatedAt}`,
    ].join(', '),
  troubles: {
    pending: (channel: string, listing: string | null, since: string, answer: string | null): string =>
      `To be sent to ${channel}${listing === null ? '' : `, listing ${listing},`} since ${since}${answer === null ? '' : `; its last answer: ${answer}`}.`,
    dead: (
      channel: string,
      listing: string | null,
      product: number,
      at: string,
      tries: number,
      answer: string | null,
    ): string =>
      `${channel} refused ${listing === null ? 'it' : `the listing ${listing}`} ${plural(tries, 'time', 'times')}, and it is not sent again since ${at}${answer === null ? '' : `: ${answer}`}. ${typed(`dead retry ${product}`)} sends it again.`,
    quarantine: (since: string, what: string, todo: string): string =>
      `In quarantine since ${since}. ${what} ${todo}`,
    missing: (since: string, runs: number, retiredAt: string | null): string =>
      `Missing from the price list since ${since}, ${plural(runs, 'run', 'runs')} in a row${retiredAt === null ? '' : `; taken off sale at ${retiredAt}`}.`,
  },
  noRow: (id: string): string => `Product ${id} has no row any more`,
  today: (from: string, nothing: string | null): string =>
    `Today, since ${from}${nothing === null ? '' : `: ${nothing}`}.`,
  otherStocks: (count: number): string => plural(count, 'other stock changed', 'other stocks changed'),
  /** Why not everything of the day is known. */
  gap: {
    first_load: (at: string): string =>
      `The stock was loaded for the first time at ${at}: what changed is known from then on.`,
    not_kept: (at: string): string =>
      `What changed until the load of ${at} was not kept product by product; with HISTORY_DAYS above 0 it is.`,
    no_run: (at: string): string => `There is no record of before the run that began at ${at}.`,
  },
  /** Nothing is kept of when it ran out. */
  sinceBefore: 'not kept',
  outOfStock: (all: number, left: number): string =>
    `${plural(all, 'product', 'products')} of the price list without stock${left === 0 ? '' : `, ${number(left)} of them not shown: --limit 0 shows all`}.`,
  nothingKept: 'No change of its price or stock is kept.',
  unchanged: (since: string, isCut: boolean): string =>
    `Neither its price nor its stock has changed since ${since}.${isCut ? ' What changed before is not kept (HISTORY_DAYS).' : ''}`,
};
