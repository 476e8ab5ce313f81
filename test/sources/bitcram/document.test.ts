import { expect, test } from 'vitest';
import { readListDocument } from '../../../src/sources/bitcram/document.ts';
import { ListMovedError } from '../../../src/sources/source.ts';

function read(body: string | Buffer) {
  return readListDocument({
    request: 'GET /list',
    body: Buffer.from(body),
    release: () => undefined,
  });
}

test('a list gives its items and what the server says of its length', () => {
  const list = read('{"items":[{"a":1},2],"total":2,"total_pages":"1","page":1}');
  expect([list.items.at(0), list.items.at(1)]).toEqual([{ a: 1 }, 2]);
  expect(list).toMatchObject({
    items: { length: 2 },
    total: 2,
    totalPages: 1,
    damaged: false,
  });
});

test.each(['null', '""', 'false', '[]', '-1', '1.5', '"many"', '{}'])(
  'a total of %s says nothing: it is no length of a list',
  (total) => {
    const document = read(`{"items":[{"a":1}],"total":${total},"total_pages":${total}}`);
    expect(document).toMatchObject({ total: undefined, totalPages: undefined });
  },
);

test('bytes that are no UTF-8 are noticed', () => {
  expect(read(Buffer.from([...Buffer.from('{"items":["'), 0xc3, ...Buffer.from('"]}')])).damaged).toBe(true);
});

test.each([
  ['<html><body>502 Bad\n Gateway</body></html>', 'no JSON: <html><body>502 Bad Gateway'],
  ['{"items":[{"product_id":1},{"produ', 'no JSON'],
  ['', 'with nothing'],
  ['{"error":"the database is away"}', 'an error inside a 200: "the database is away"'],
  ['{"error":{"code":7}}', 'an error inside a 200: {"code":7}'],
  ['{"data":[]}', 'without a list of items'],
  ['{"items":null}', 'without a list of items'],
  ['{"items":{"1":{}}}', 'without a list of items'],
  ['[]', 'without a list of items'],
  ['null', 'without a list of items'],
])('%j is no list, and the request is named', (body, message) => {
  expect(() => read(body)).toThrow(ListMovedError);
  expect(() => read(body)).toSay(message);
  expect(() => read(body)).toSay('GET /list');
});

test('an answer cannot write to the terminal through a message', () => {
  expect(() => read('\u001b]0;owned\u0007')).toSay('\\u001b]0;owned\\u0007');
});
