import type { RejectionReason, Supplier } from '../source.ts';

/** What is wrong with an item, with the value where one is known, and what to do about it at its place. */
interface Told {
  what(value: string | null): string;
  todo(place: string): string;
}

const INSTALLER = 'whoever installed the program';

const is = (subject: string, fault: string) => (value: string | null) =>
  value === null ? `${subject} ${fault}.` : `${subject} is "${value}", which ${fault}.`;
const text = (fault: string) => (value: string | null) =>
  value === null ? `A text of the item ${fault}.` : `The text "${value}" ${fault}.`;
const unread = (subject: string) => (value: string | null) =>
  `The program cannot read the ${subject}${value === null ? '' : ` "${value}"`}.`;
const callInstaller = (place: string): string => `Call ${INSTALLER}. It is in ${place}.`;

/** Of what `supplier` has sent. What stands in a wholesaler's lists the shop cannot correct: it can say so there. */
export const enQuarantine = ({ title, isOurs }: Supplier) => {
  const callSupport = (place: string): string =>
    isOurs ? `Call the support of ${title}. It is in ${place}.` : `Tell ${title}. It is in ${place}.`;
  const orSupport = (ours: (place: string) => string) => (isOurs ? ours : callSupport);
  const correct = orSupport((place) => `Correct it in ${place}.`);
  const correctOrCall = orSupport(
    (place) => `Correct it in ${place}. If it is right as it is, call ${INSTALLER}.`,
  );
  const write =
    (how: string, meanwhile: string) =>
    (place: string): string =>
      `${isOurs ? `Write it ${how}, in ${place}.` : callSupport(place)} ${meanwhile}`;
  return {
    told: {
      not_an_object: {
        what: () => `${title} sends something that is no item.`,
        todo: callSupport,
      },
      no_id: { what: () => 'The item has no product number.', todo: correct },
      bad_id: { what: is('The product number', 'is not a whole number above 0'), todo: correct },
      bad_external_id: {
        what: is('The product code', 'is longer than 256 bytes or has half a character'),
        todo: correct,
      },
      bad_code: { what: is('The product code', 'is empty or longer than 64 characters'), todo: callSupport },
      id_out_of_range: {
        what: is('The product number', 'is larger than the database can hold'),
        todo: callInstaller,
      },
      bad_price: {
        what: unread('price'),
        todo: write(
          'as 1234.56, with a point and no thousands separator',
          'Until then the last good price stands, if there was one.',
        ),
      },
      price_out_of_range: {
        what: is('The price', 'is negative or 100,000,000,000 or more'),
        todo: callSupport,
      },
      bad_currency: { what: is('The currency', 'is neither DOL nor PES'), todo: callInstaller },
      bad_tax: { what: is('The tax', 'is not a percentage'), todo: callSupport },
      bad_balance: {
        what: unread('stock'),
        todo: write('in digits, such as 12', 'Until then the last good stock stands, if there was one.'),
      },
      stock_out_of_range: {
        what: is('The stock', 'is outside of what the database can hold'),
        todo: correctOrCall,
      },
      contradictory: {
        what: () => 'The list has this product more than once, and not with the same data.',
        todo: orSupport((place) => `Leave only one in ${place}.`),
      },
      not_utf8: { what: text('has a character that cannot be read'), todo: callSupport },
      ill_formed_text: { what: text('has half a character'), todo: correct },
      bad_number: {
        what: (value) =>
          `${value === null ? 'A number of the item' : `The number "${value}"`} is too large for the database.`,
        todo: correct,
      },
      too_deep: { what: () => 'The item has more levels than the database takes.', todo: callSupport },
      not_in_charset: {
        what: text('has a character that the database cannot hold'),
        todo: correctOrCall,
      },
      too_long: { what: () => 'The item is longer than the database takes.', todo: correctOrCall },
    } as Readonly<Record<RejectionReason, Told>>,
    /** Of a later version. */
    unknown: { what: () => 'The item cannot be used.', todo: correct } as Told,
    lists: {
      price_list: `the price list of ${title}`,
      stock: isOurs ? `the stock of the warehouse in ${title}` : `the stock of ${title}`,
    } as Readonly<Record<string, string>>,
    where: (list: string, id: string | null, name: string | null): string => {
      const product = [id === null ? null : `product ${id}`, name].filter((part) => part !== null);
      return [list, ...(product.length === 0 ? [] : [product.join(', ')])].join(': ');
    },
    asItCame: `As ${title} sends it`,
  };
};

export type RejectionText = ReturnType<typeof enQuarantine>;
