import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { number, plural } = formatsIn('en-US');

/** Runs, one by one. */
export const enRuns = {
  runs: {
    heading: 'Runs',
    none: 'There was no run in this time.',
    day: (runs: number, changed: number): string =>
      `${plural(runs, 'run', 'runs')}, ${changed === 0 ? 'nothing changed' : plural(changed, 'change', 'changes')}`,
    noneThatDay: 'There was no run.',
    quiet: (runs: number, changed: number): string =>
      `${plural(runs, 'run', 'runs')} ${changed === 0 ? 'without changes' : `that went well, ${plural(changed, 'change', 'changes')}`}`,
    bounded: (folded: string): string =>
      `Every run that went wrong is here. ${folded} more that went well are only counted.`,
    same: (runs: number, times: number): string =>
      `${number(runs)} times in the same way${times === 1 ? '' : `, in ${number(times)} stretches`}`,
    sameCause: (runs: number, times: number, changed: number): string =>
      `${number(runs)} times for the same cause${times === 1 ? '' : `, in ${number(times)} stretches`}${changed === 0 ? '' : `; ${plural(changed, 'change', 'changes')} in all`}`,
    newest: 'the last one',
    products: (count: number): string => plural(count, 'product', 'products'),
    moreProducts: (count: number, runId: string): string =>
      `And ${number(count)} more: whoever installed the program sees them with ${typed(`runs show ${runId}`)}.`,
    productsOf: (count: number, runId: string): string =>
      `${plural(count, 'product', 'products')}: ${typed(`runs show ${runId}`)} lists them.`,
    new: 'new',
    retired: 'taken off sale',
    price: 'price',
    stock: 'stock',
    command: {
      sync: 'Sync',
      select: 'Sync of some products',
      flash: 'Flash',
      notify: 'Webhooks alone',
    } as Readonly<Record<string, string>>,
    status: {
      succeeded: 'ended well',
      incomplete: 'loaded, not all finished',
      stopped: 'stopped before loading',
      failed: 'failed',
      interrupted: 'interrupted',
      lost: 'exited without a report',
      running: 'is running',
    } as Readonly<Record<string, string>>,
    took: (seconds: string): string => `${seconds} s`,
    read: (count: number): string => `${plural(count, 'product', 'products')} read: `,
    notLoaded: (count: number): string => `${plural(count, 'product', 'products')} read, nothing loaded; `,
    forced: 'It was let pass with --force.',
    overridden: (what: string): string => `It was let pass with --force: ${what}`,
    notFound: (ids: string): string => `Not in the price list: ${ids}.`,
  },
};
