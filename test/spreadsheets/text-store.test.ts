import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TextStore } from '../../src/spreadsheets/xlsx/text-store.ts';

const OPEN_FILES = '/proc/self/fd';
/** Files of a store that the process holds open, as Linux names them. */
function spilled(): string[] {
  if (!existsSync(OPEN_FILES)) return [];
  return readdirSync(OPEN_FILES).flatMap((fd) => {
    try {
      const name = readlinkSync(join(OPEN_FILES, fd));
      return name.includes('/spreadsheet-') ? [name] : [];
    } catch {
      return [];
    }
  });
}

const TEXTS = 60_000;
/** Of 30 to 900 bytes, so that some lie in two pages; 28 MB altogether. */
const textOf = (index: number): string => `${index}-${'ñandú €🛒 '.repeat(2 + ((index * 7919) % 61))}`;
/** Every one of them once, in an order that jumps from place to place. */
const shuffled = (turn: number): number => (turn * 37_813) % TEXTS;

test('more texts than fit into memory are read in any order, and their file has no name', () => {
  const store = new TextStore();
  for (let index = 0; index < TEXTS; index += 1) store.append(textOf(index));
  expect(store.count).toBe(TEXTS);
  const wrong: number[] = [];
  for (let turn = 0; turn < TEXTS; turn += 1) {
    for (const index of [turn, shuffled(turn)]) if (store.get(index) !== textOf(index)) wrong.push(index);
  }
  expect(wrong).toEqual([]);
  if (existsSync(OPEN_FILES)) expect(spilled()).toEqual([expect.stringContaining('(deleted)')]);
  store.close();
  expect(spilled()).toEqual([]);
});

test('a text that is longer than a page comes back, and there is none beyond the last', () => {
  const store = new TextStore();
  const texts = ['', 'x'.repeat(32_767), '€'.repeat(32_767), 'fin'];
  for (const text of texts) store.append(text);
  expect(texts.map((_text, index) => store.get(index))).toEqual(texts);
  expect([4, -1, 1.5, Number.NaN].map((index) => store.get(index))).toEqual(Array(4).fill(undefined));
  store.close();
});
