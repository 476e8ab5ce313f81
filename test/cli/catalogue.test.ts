import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { channels, marketplaces } from '../../src/channels/index.ts';
import { en, single } from '../../src/cli/catalogue/en.ts';
import { es } from '../../src/cli/catalogue/es.ts';
import { sources } from '../../src/sources/index.ts';
import { inEnglish, inSpanish } from '../support/words.ts';

/** The same in both languages: a name, a list of columns, and what is made of the words of others. */
const SAME = new Set([
  'bitcram.check_token',
  'publications.label',
  'mercadolibre.label',
  'mercadolibre.service',
  'mercadolibre.check_token',
  'mercadolibre.check_stock',
  'shopify.label',
  'shopify.service',
  'shopify.check_token',
  'shopify.location_found',
  'shopify.scopes_granted',
  'sync.table_columns',
  'mysql.login_refused',
  'cli.usage',
  'server.parameters_wrong',
  'alerts.check_channel',
]);

/** Each wording as it is written: its text, and whether it says what to do next. */
const wordings = Object.entries(en).flatMap(([room, words]) =>
  Object.keys(words).map((name) => {
    const [english, spanish] = [en, es].map((catalogue) => {
      const wording = (catalogue as Record<string, Record<string, unknown>>)[room]?.[name];
      return typeof wording === 'function' ? String(wording) : JSON.stringify(wording);
    });
    return { code: `${room}.${name}`, english, spanish };
  }),
);

test('every wording is there in both languages, and none is English by oversight', () => {
  expect(wordings.length).toBeGreaterThan(200);
  expect(wordings.filter(({ spanish }) => spanish === undefined)).toEqual([]);
  const same = wordings.filter(({ english, spanish }) => english === spanish);
  expect(new Set(same.map(({ code }) => code))).toEqual(SAME);
});

test('what has a hint in one language has one in the other', () => {
  const hinted = (text = ''): boolean => /"?\bhint\b"?\s*[:,}]/.test(text);
  const uneven = wordings.filter(({ english, spanish }) => hinted(english) !== hinted(spanish));
  expect(uneven.map(({ code }) => code)).toEqual([]);
});

test('an unknown phrase is said by its code', () => {
  expect(inEnglish({ code: 'later.news', params: {} })).toEqual({ message: 'later.news', hint: undefined });
});

test('a phrase within a phrase is said in the same language, and lends it its hint', () => {
  const inner = { code: 'bitcram.new_token_refused', params: {} };
  const outer = { code: 'bitcram.not_renewed', params: { secret: 'bitcram-token', why: inner } };
  expect(inSpanish(outer).message).toContain(inSpanish(inner).message);
  expect(inSpanish(outer).hint).toBe(inSpanish(inner).hint);
});

test('no two rooms have one name', () => {
  const names = [single, sources, channels, marketplaces].flatMap((rooms) => Object.keys(rooms));
  expect(new Set(names).size).toBe(names.length);
});

/** An upload is one task: its codes, such as `upload.gave_up`, speak of one. */
const OTHERWISE: Readonly<Record<string, string>> = { uploads: 'upload' };

test("a room's phrases bear the name of its folder", () => {
  const folder = fileURLToPath(new URL('../../src/', import.meta.url));
  const named = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const [, name] = /\bphrasesOf<.*>\('(\w+)'\)/.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
      return name === undefined ? [] : [{ name, room: basename(dirname(file)) }];
    });
  expect(named.map(({ name }) => name).sort()).toEqual(Object.keys(en).sort());
  for (const { name, room } of named) expect(name).toBe(OTHERWISE[room] ?? room.replaceAll('-', ''));
});
