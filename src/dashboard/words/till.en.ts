import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { plural } = formatsIn('en-US');

const sales = (count: number): string => plural(count, 'sale', 'sales');
const CALL = 'call whoever installed the program';

/** The till's sales, which RabbitMQ hands on. */
export const enTill = {
  unmappedSkus: (skus: readonly string[]): string => `The most: ${skus.join(', ')}.`,
  unitsOf: (sku: string, units: number): string => `${sku} (${units})`,
  till: {
    recorded: (count: number, units: number): string =>
      count === 0
        ? 'The till: no sale has been recorded today.'
        : `The till: ${sales(count)} of ${plural(units, 'unit', 'units')} recorded today.`,
    waiting: (count: number): string =>
      count === 0 ? 'None waits.' : `${sales(count)} ${count === 1 ? 'waits' : 'wait'} to be recorded.`,
    crowded: (count: number) => ({
      what: `${sales(count)} of the till wait to be recorded: until they are, what they sold is still on offer.`,
      todo: `Nothing is lost. If there are as many in a few minutes, ${CALL}: another worker is needed (${typed('sales-worker')}).`,
    }),
    noWorker: (queue: string, count: number) => ({
      what: `Nobody records the sales of the till: no worker listens to ${queue}, and ${count === 0 ? 'none waits yet' : `${sales(count)} ${count === 1 ? 'waits' : 'wait'}`}. What the till sells stays on offer.`,
      todo: `Nothing is lost: ${CALL} now, to start the worker again (${typed('sales-worker')}).`,
    }),
    dead: (count: number) => ({
      what: `${sales(count)} of the till could not be recorded and ${count === 1 ? 'was' : 'were'} put aside, so that no stock falls for ${count === 1 ? 'it' : 'them'}.`,
      todo: `${typed('dead list --channel sales')} says why: have the till corrected, and then ${typed('dead retry --channel sales --all')} records ${count === 1 ? 'it' : 'them'}.`,
    }),
    away: {
      what: 'RabbitMQ, which hands on the sales of the till, did not answer when this page was made: nobody knows how many wait.',
      todo: `Ask for a new page in a few minutes. If it says the same, ${CALL}: ${typed('doctor')} says what is wrong.`,
    },
  },
};
