import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShelf, type Shelf } from '../support/session.ts';

let shelf: Shelf;
beforeEach(async () => {
  shelf = await openShelf();
});
afterEach(() => shelf.close());

const kept = () =>
  shelf.schema.query<{ id: number; text: Buffer }>(
    'SELECT id, external_id AS text FROM item WHERE external_id IS NOT NULL ORDER BY id',
  );

test('a text has one number, whoever asks for it, at once or in a later run', async () => {
  const intern = shelf.store.intern({ writes: true });
  const [one, other] = await Promise.all([intern(['a', 'b', 'a']), intern(['c', 'b'])]);
  expect([...one]).toEqual([1, 2, 1]);
  expect([...other]).toEqual([3, 2]);
  expect([...(await shelf.store.intern({ writes: true })(['d', 'c', 'b', 'a']))]).toEqual([4, 3, 2, 1]);
});

test('thousands of texts, and such as SQL or a collation could take for something else, are kept byte for byte', async () => {
  const texts = [
    ...Array.from({ length: 2500 }, (_, index) => `SKU-${index}`),
    ...[
      `'; DROP TABLE item; --`,
      '\\',
      `\\'`,
      '"',
      '%',
      '?',
      '\0',
      'a\tb\n',
      ' ',
      '  ',
      '🧉',
      'ﬁ',
      'fi',
      'ß',
      'ss',
    ],
  ];
  const ids = await shelf.store.intern({ writes: true })(texts);
  expect(new Set(ids).size).toBe(texts.length);
  const rows = await kept();
  expect(new Map(rows.map(({ id, text }) => [text.toString('utf8'), id]))).toEqual(
    new Map(texts.map((text, index) => [text, ids[index]])),
  );
  expect(await shelf.store.intern({ writes: true })(texts)).toEqual(ids);
});

test('what can be no id has no number, and does not disturb the others', async () => {
  const texts = ['a', '', 'x'.repeat(257), '\ud800', 'x'.repeat(256)];
  expect([...(await shelf.store.intern({ writes: true })(texts))]).toEqual([1, NaN, NaN, NaN, 2]);
});

test('without writing, new texts get numbers that nobody has, the same throughout the run, and none is kept', async () => {
  await shelf.schema.query(`INSERT INTO item (id, external_id) VALUES (7, 'known')`);
  await shelf.schema.query('INSERT INTO raw_item_data (id) VALUES (9)');
  const intern = shelf.store.intern({ writes: false });
  expect([...(await intern(['new', 'known', 'newer']))]).toEqual([10, 7, 11]);
  expect([...(await intern(['newer', 'newest', 'new']))]).toEqual([11, 12, 10]);
  expect(await kept()).toHaveLength(1);
});

test('a failure fails what was asked and nothing after it', async () => {
  const intern = shelf.store.intern({ writes: true });
  await shelf.schema.query('RENAME TABLE item TO elsewhere');
  await expect(intern(['a'])).rejects.toMatchObject({ exitCode: 78 });
  await shelf.schema.query('RENAME TABLE elsewhere TO item');
  expect([...(await intern(['a']))]).toEqual([1]);
});

test('texts are found by the index', async () => {
  await shelf.store.intern({ writes: true })(Array.from({ length: 2500 }, (_, index) => `SKU-${index}`));
  await shelf.schema.query('ANALYZE TABLE item');
  await shelf.schema.query('FLUSH STATUS');
  await shelf.schema.query(
    `SELECT id, external_id FROM item WHERE external_id IN ('SKU-1', 'ñ', 'SKU-2400')`,
  );
  const [read] = await shelf.schema.query<{ Value: string }>(`SHOW STATUS LIKE 'Handler_read_rnd_next'`);
  expect(Number(read?.Value)).toBeLessThan(100);
});
