import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../src/platform/errors.ts';
import { phrase } from '../../../src/sources/bitcram/phrase.ts';
import { ListMovedError } from '../../../src/sources/source.ts';
import { type Answered, cutInto, type ListReading, readList } from '../../support/pages.ts';

const SEVEN = [1, 2, 3, 4, 5, 6, 7];

describe('a server that says how much there is', () => {
  test.each<[string, Partial<Answered>]>([
    ['total and pages', { total: 7, totalPages: 3 }],
    ['the total only', { total: 7 }],
  ])('is read page by page and asked for no page more: %s', async (_what, says) => {
    const cut = cutInto(7, 3);
    const { pages, asked } = await readList((page) => ({ ...cut(page), ...says }));
    expect(pages.flat()).toEqual(SEVEN);
    expect(asked).toEqual([1, 2, 3]);
  });

  test('is believed in its total where its pages are counted for another size', async () => {
    const cut = cutInto(7, 2);
    const { pages } = await readList((page) => ({ ...cut(page), total: 7, totalPages: 3 }), {
      pageSizeRows: 3,
    });
    expect(pages).toEqual([[1, 2], [3, 4], [5, 6], [7]]);
  });

  test('is asked for one page more where it says the number of pages only', async () => {
    const cut = cutInto(7, 3);
    const { pages, asked } = await readList((page) => ({ ...cut(page), totalPages: 3 }));
    expect(pages.flat()).toEqual(SEVEN);
    expect(asked).toEqual([1, 2, 3, 4]);
  });

  test('is read on where it counts pages of a size that it does not give', async () => {
    const cut = cutInto(7, 2);
    const { pages, asked } = await readList((page) => ({ ...cut(page), totalPages: 2 }), { pageSizeRows: 4 });
    expect(pages.flat()).toEqual(SEVEN);
    expect(asked).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test.each([
    ['full', 3],
    ['capped', 5],
  ])('is read on where its total is that of a %s page', async (_what, pageSizeRows) => {
    const cut = cutInto(7, 3);
    const answer = (page: number): Answered => ({ ...cut(page), total: cut(page).ids.length, totalPages: 1 });
    const { pages, asked } = await readList(answer, { pageSizeRows });
    expect(pages.flat()).toEqual(SEVEN);
    expect(asked).toEqual([1, 2, 3, 4, 5]);
  });

  test('is asked for one page more where its total is reached by the first page', async () => {
    const { pages, asked } = await readList((page) => ({ ...cutInto(3, 3)(page), total: 3 }));
    expect(pages).toEqual([[1, 2, 3]]);
    expect(asked).toEqual([1, 2]);
  });

  test('is believed where its total is that of a page longer than asked for', async () => {
    const { pages, asked } = await readList(() => ({ ids: SEVEN, total: 7 }), { pageSizeRows: 3 });
    expect(pages).toEqual([SEVEN]);
    expect(asked).toEqual([1]);
  });

  test('may say it on the first page only', async () => {
    const cut = cutInto(7, 3);
    const { pages } = await readList((page) => (page === 1 ? { ...cut(page), total: 7 } : cut(page)));
    expect(pages.flat()).toEqual(SEVEN);
  });

  test('is asked for several pages at once, which come in order all the same', async () => {
    const cut = cutInto(30, 3);
    const answer = async (page: number): Promise<Answered> => {
      await delay(page % 2 === 0 ? 10 : 1);
      return { ...cut(page), total: 30 };
    };
    const { pages, mostAtOnce } = await readList(answer, { ahead: 4 });
    expect(pages.flat()).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(mostAtOnce).toBe(4);
  });

  test('is asked no more once a page fails', async () => {
    const reading: ListReading = { pages: [], asked: [], mostAtOnce: 0 };
    const answer = (page: number): Answered => {
      if (page === 2) throw new Error('broken');
      return { ...cutInto(300, 3)(page), total: 300 };
    };
    await expect(readList(answer, { ahead: 3 }, reading)).rejects.toSay('broken');
    expect(reading.asked.length).toBeLessThanOrEqual(4);
  });
});

describe('a server that says nothing', () => {
  test('ends at an empty page, which one more confirms', async () => {
    const { pages, asked } = await readList(cutInto(7, 3));
    expect(pages.flat()).toEqual(SEVEN);
    expect(asked).toEqual([1, 2, 3, 4, 5]);
  });

  test('and caps its pages is read to the end', async () => {
    const { pages } = await readList(cutInto(7, 2), { pageSizeRows: 1000 });
    expect(pages.flat()).toEqual(SEVEN);
  });

  test('and repeats its last page for ever has ended', async () => {
    const cut = cutInto(7, 3);
    const { pages, asked } = await readList((page) => cut(Math.min(page, 3)));
    expect(pages.flat()).toEqual(SEVEN);
    expect(asked).toEqual([1, 2, 3, 4, 5]);
  });

  test('and gives the whole list every time is read once', async () => {
    const { pages, asked } = await readList(() => ({ ids: SEVEN }), { pageSizeRows: 3 });
    expect(pages).toEqual([SEVEN]);
    expect(asked).toEqual([1, 2]);
    const short = await readList(() => ({ ids: SEVEN }), { pageSizeRows: 1000 });
    expect(short.pages).toEqual([SEVEN]);
  });

  test('and has nothing is asked three times whether that is so', async () => {
    const { pages, asked } = await readList(() => ({ ids: [] }));
    expect(pages).toEqual([[]]);
    expect(asked).toEqual([1, 2, 3]);
  });

  test.each([
    [3, { total: 3 }, [1, 2]],
    [7, { totalPages: 3 }, [1, 2, 3, 4]],
    [7, {}, [1, 2, 3, 4, 5]],
  ])('ends where it knows no further page: %i items, %j', async (count, says, pagesAsked) => {
    const cut = cutInto(count, 3);
    const answer = (page: number): Answered => {
      if (cut(page).ids.length === 0)
        throw new ConfigurationError(phrase('unknown_path', { request: 'GET /list' }));
      return { ...cut(page), ...says };
    };
    const { pages, asked } = await readList(answer);
    expect(pages.flat()).toEqual(SEVEN.slice(0, count));
    expect(asked).toEqual(pagesAsked);
  });

  test('and gives pages of unusable items ends where it repeats itself', async () => {
    const unusable = { ids: [], fetched: 3, body: 'same' };
    const { pages } = await readList((page) => (page === 1 ? { ids: [1, 2, 3] } : unusable));
    expect(pages).toHaveLength(2);
  });
});

describe('a list that moved while it was read is refused, naming the page', () => {
  test.each<[string, (page: number) => Answered, string]>([
    [
      'a product of page 1 comes again on page 2',
      (page) => ({ ids: page === 1 ? [1, 2, 3] : page === 2 ? [3, 4, 5] : [] }),
      'product 3 comes again on page 2',
    ],
    [
      'a product comes again where the total fits',
      (page) => ({ ids: page === 1 ? [1, 2, 3] : [3, 4, 5], total: 6 }),
      'product 3 comes again on page 2',
    ],
    [
      'a page repeats another and the list goes on',
      (page) => cutInto(9, 3)(page === 2 ? 1 : page),
      'goes on',
    ],
    [
      'a page in the middle is empty and the list goes on',
      (page) => (page === 2 ? { ids: [] } : cutInto(9, 3)(page)),
      'goes on',
    ],
    ['more items than the total', () => ({ ids: [1, 2, 3], total: 2 }), '3 items where the total is 2'],
    ['no item where there is a total', () => ({ ids: [], total: 5 }), 'no item where the total is 5'],
    [
      'the total says more than comes',
      (page) => ({ ...cutInto(5, 3)(page), total: 9 }),
      'page 2 of 3 has 2 items',
    ],
    [
      'the last page lacks one',
      (page) => ({ ...cutInto(8, 3)(page), total: 9 }),
      '8 items came where the total is 9',
    ],
    [
      'the last page has one too many',
      (page) => ({ ids: page === 1 ? [1, 2, 3] : [4, 5], total: 4 }),
      '5 items came where the total is 4',
    ],
    [
      'the total changes',
      (page) => ({ ...cutInto(9, 3)(page), total: 8 + page }),
      'another length than page 1',
    ],
    [
      'the number of pages changes',
      (page) => ({ ...cutInto(9, 3)(page), totalPages: 2 + page }),
      'another length',
    ],
    [
      'an announced page is empty',
      (page) => ({ ...cutInto(6, 3)(page), totalPages: 3 }),
      'page 3 of 3 has 0 items',
    ],
  ])('%s', async (_what, answer, message) => {
    const reading = readList(answer);
    await expect(reading).rejects.toThrow(ListMovedError);
    await expect(reading).rejects.toSay(message);
    await expect(reading).rejects.toSay(/GET \/list \(page \d\)/);
  });

  test.each<[string, (page: number) => Answered]>([
    ['products without end', (page) => ({ ids: [page * 2, page * 2 + 1], fetched: 5_000_000 })],
    ['items without an id and without end', (page) => ({ ids: [], fetched: 5_000_000, body: String(page) })],
    ['a total that no shop has', (page) => ({ ids: [page], fetched: 5_000_000, total: 1e12 })],
  ])('a list of %s', async (_what, answer) => {
    await expect(readList(answer)).rejects.toSay('does not end');
  });
});

test('the end of a run ends the reading with its reason', async () => {
  const stop = new AbortController();
  const reading = readList(
    (page) => {
      if (page === 2) stop.abort(new Error('stopped by SIGTERM'));
      return cutInto(9, 3)(page);
    },
    { signal: stop.signal },
  );
  await expect(reading).rejects.toSay('stopped by SIGTERM');
});

test('whatever the paging, a list that stands still is read whole, each product once', async () => {
  const sizes = {
    count: fc.nat(40),
    asked: fc.integer({ min: 1, max: 12 }),
    given: fc.integer({ min: 1, max: 12 }),
  };
  const says = fc.subarray(['total', 'totalPages'] as const);
  const shape = fc.record({ ...sizes, says, whole: fc.boolean(), repeatsLast: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(shape, async ({ count, asked, given, says, whole, repeatsLast }) => {
      const size = whole ? Math.max(count, 1) : Math.min(asked, given);
      const last = Math.max(1, Math.ceil(count / size));
      const figures = { total: count, totalPages: last };
      const answer = (page: number): Answered => ({
        ...cutInto(count, size)(whole ? 1 : repeatsLast ? Math.min(page, last) : page),
        ...Object.fromEntries(says.map((name) => [name, figures[name]])),
      });
      const { pages } = await readList(answer, { pageSizeRows: asked });
      expect(pages.flat()).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }),
    { numRuns: 300 },
  );
});
