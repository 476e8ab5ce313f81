import { typed } from '../../../platform/command-line.ts';
import { formatsIn } from '../../../platform/formats.ts';
import type { Mapped, MappedByHand, Pulled, Reason } from '../results.ts';

const { number, plural } = formatsIn('en-US');

export const en = {
  // What is refused
  no_marketplace: ({ channel }: { channel: string | undefined }) => ({
    message: channel === undefined ? 'no marketplace is switched on' : `${channel} is not switched on`,
    hint: `set MELI=on or SHOPIFY=on; ${typed('doctor')} says what else it needs`,
  }),
  none_shown: ({ service, known }: { service: string; known: number }) => ({
    message: `${service} shows no listing at all, though ${number(known)} are known: none of them was given up`,
    hint: 'see that its address and its token are those of the shop, and run it again',
  }),
  gone_unread: ({ service, why }: { service: string; why: string }) => ({
    message: `what the list of ${service} lacks could not be asked for: ${why}`,
    hint: 'none of it was given up: run it again',
  }),
  row_wrong: ({ line, why }: { line: number; why: string }) => ({
    message: `nothing was mapped: line ${line}: ${why}`,
    hint: 'correct the line, and run it again with the whole file',
  }),
  rows_wrong: ({ count }: { count: number }) => ({
    message: `nothing was mapped: ${number(count)} lines are wrong`,
    hint: 'correct them, and run it again with the whole file',
  }),
  line_wrong: ({ line, why }: { line: number; why: string }) => `line ${line}: ${why}`,
  channel_unknown: ({ channel, channels }: { channel: string; channels: readonly string[] }) =>
    `"${channel}" is no marketplace that is on; it must be one of: ${channels.join(', ')}`,
  remote_id_absent: 'there is no remote_id',
  listing_unknown: ({ channel, listing }: { channel: string; listing: string }) =>
    `${channel} has no listing ${listing} as far as it was pulled; see its numbers in ${typed('listings unmapped --json')}, or run ${typed('listings pull')} where it is new`,
  units_wrong: ({ units, most }: { units: string; most: number }) =>
    `"${units}" is no whole number from 0 to ${number(most)}`,
  item_or_sku: 'give item_id or sku, and only one of them',
  item_unknown: ({ item }: { item: string }) => `there is no product ${item}`,
  sku_unknown: ({ sku }: { sku: string }) => `no product has the SKU ${sku}; give its item_id`,
  sku_of_two: ({ sku }: { sku: string }) => `two products have the SKU ${sku}; give the item_id of one`,
  row_repeated: ({ line }: { line: number }) => `line ${line} has this listing and product already`,
  given_back_beside: ({ line }: { line: number }) =>
    `line ${line} is of this listing too: a row without product and units gives it back to its SKU, and stands alone`,
  changed_meanwhile: 'a listing changed while it was mapped',

  // The command line
  help_unmapped: 'list the listings that nobody can say the stock of, each with its reason and what to do',
  help_pull: "read all listings of the marketplaces, and find each one's product by its SKU",
  help_map: 'map listings to products by hand, and make kits',
  help_file:
    'a CSV file with the columns channel,remote_id,remote_variant,item_id,units, or sku in place of item_id; all its rows or none',
  help_channel: 'only of this marketplace',
  help_limit: 'how many to list; 0 is all',

  // What was being done
  read_listings: 'read the listings',
  write_listings: 'write the listings',
  wait_for_pull: 'wait until nobody else pulls the listings',
  note_gone: 'note which listings are gone',
  read_skus: 'read the SKUs of the products',
  write_skus: 'write the SKUs of the products',
  make_items: 'make products of the SKUs of listings',
  read_mapping: 'see which products the listings are of',
  map_by_sku: 'map listings by their SKU',
  map_by_hand: 'map listings by hand',
  read_published: 'read PUBLISHED_ITEMS_TABLE',
  read_unmapped: 'see which listings have no product',
  read_seen: 'see what listings show whose stock is not known',
  note_seen: 'note what listings show whose stock is not known',
};

const listings = (count: number): string => plural(count, 'listing', 'listings');
const applied = (count: number): string =>
  count === 0
    ? ''
    : ` ${plural(count, 'movement', 'movements')} of before ${count === 1 ? 'is' : 'are'} applied.`;

const short: Record<Reason, string> = {
  no_sku: 'without a SKU',
  sku_of_two: 'whose SKU several products have',
  no_product: 'whose SKU no product has',
  by_hand: 'unmapped by hand',
  not_pulled: 'ordered before they were pulled',
  not_mapped: 'whose product came after the last pull',
  no_level: 'whose stock nobody knows',
};

const sentNext = ` The worker, the next run or ${typed('notify')} sends them their stock.`;

export const enText = {
  headings: { channel: 'channel', listing: 'listing', title: 'title', sku: 'SKU', reason: 'reason' },
  pulled: ({ channel, read, new: fresh, changed, gone }: Pulled & { channel: string }): string =>
    `${channel}: ${listings(read)} read: ${number(fresh)} new, ${number(changed)} changed, ${number(gone)} gone.`,
  mapped: ({ mapped, unmapped, applied: count }: Mapped): string => {
    const lost = unmapped === 0 ? '' : ` ${listings(unmapped)} lost their product with their SKU.`;
    const found =
      mapped === 0
        ? 'No listing has another product than before.'
        : `${listings(mapped)} found their product by SKU.`;
    return `${found}${lost}${applied(count)}${mapped === 0 ? '' : sentNext}`;
  },
  withoutProduct: (counts: Partial<Record<Reason, number>>): string => {
    const each = Object.entries(counts).map(([reason, n]) => `${number(n)} ${short[reason as Reason]}`);
    if (each.length === 0) return 'Every listing has its product.';
    return `Not delivered: ${each.join(', ')}. ${typed('listings unmapped')} names them and says what to do.`;
  },
  reasons: {
    no_sku: () => 'no SKU',
    sku_of_two: (ids) => `products ${ids.join(', ')} have this SKU`,
    no_product: () => 'no product has this SKU',
    by_hand: () => 'unmapped by hand',
    not_pulled: () => 'ordered before it was pulled',
    not_mapped: () => 'its product came after the last pull',
    no_level: (ids) => `the stock of product ${ids.join(', ')} is not known`,
  } satisfies Record<Reason, (productIds: readonly number[]) => string>,
  todo: {
    no_sku: `No SKU: give the listing the SKU of its product in the marketplace and run ${typed('listings pull')}, or map it: ${typed('listings map --file FILE.csv')}.`,
    sku_of_two: `A SKU of several products is taken for none of them: correct it in the source, or map the listing: ${typed('listings map --file FILE.csv')}.`,
    no_product: `A SKU that no product has: correct it in the marketplace or in the source, letter by letter, or map the listing: ${typed('listings map --file FILE.csv')}.`,
    by_hand: `Unmapped by hand: it stays so until ${typed('listings map --file FILE.csv')} maps it, or gives it back to its SKU by a row without product and units.`,
    not_pulled: `Ordered before it was pulled: run ${typed('listings pull')}.`,
    not_mapped: `Its product came after the last pull: run ${typed('listings pull')}.`,
    no_level: `The stock of its product is not known: the source does not have it, or, with SOURCE=none, nobody has counted it yet: ${typed('stock set SKU N')}.`,
  } satisfies Record<Reason, string>,
  allMapped: 'Every listing has its product.',
  neverPulled: `No listing is known yet: run ${typed('listings pull')}.`,
  more: (count: number): string => `and ${number(count)} more: --limit 0 shows them`,
  mappedByHand: ({
    mapped,
    kits,
    unmapped,
    same,
    given_back: back,
    applied: count,
  }: MappedByHand): string => {
    const kit = kits === 0 ? '' : `, ${plural(kits, 'kit', 'kits')} among them`;
    const parts = [
      ...(mapped > 0 ? [`${listings(mapped)} mapped${kit}`] : []),
      ...(unmapped > 0 ? [`${listings(unmapped)} without a product now`] : []),
      ...(same > 0 ? [`${listings(same)} as before`] : []),
      ...(back > 0 ? [`${number(back)} given back to ${back === 1 ? 'its' : 'their'} SKU`] : []),
    ];
    return `${parts.join('; ')}.${applied(count)}${mapped === 0 ? '' : sentNext}`;
  },
};

export type ListingsText = typeof enText;
