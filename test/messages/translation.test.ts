import { expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { es } from '../../src/messages/es.ts';
import { createTranslator } from '../../src/messages/translation.ts';

const { translated } = createTranslator({
  said: [
    ['cannot reach {service}: {why}', 'no se llega a {service}: {why}'],
    ['cannot reach {service}: it is closed', '{service} está cerrado'],
    ['the shop', 'el negocio'],
    ['run `{command}`', 'ejecute `{command}`'],
    ['one; two', 'uno y dos'],
  ],
});

test('a sentence is found again by its wording, and what stands in it is translated as well', () => {
  expect(translated('cannot reach the shop: ECONNREFUSED')).toBe('no se llega a el negocio: ECONNREFUSED');
});

test('of two wordings that fit, the one that says more is meant', () => {
  expect(translated('cannot reach the shop: it is closed')).toBe('el negocio está cerrado');
});

test('sentences that are joined are translated one by one, also where one has the mark inside', () => {
  expect(translated('the shop; run `migrate`')).toBe('el negocio; ejecute `migrate`');
  expect(translated('the shop; one; two; run `migrate`')).toBe('el negocio; uno y dos; ejecute `migrate`');
});

test('what the catalogue does not know stays as it is, whatever it contains', () => {
  for (const text of ['', 'unheard of', '$& {service} \\', 'a; b', 'unheard of; the shops']) {
    expect(translated(text)).toBe(text);
  }
  expect(translated('cannot reach $1 {why}: $&')).toBe('no se llega a $1 {why}: $&');
});

test('every wording of the catalogue keeps what stands in it', () => {
  const namesIn = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
  for (const [english, here] of es.said) expect(namesIn(here), english).toEqual(namesIn(english));
});

test('every message is there in Spanish, and none of them is the English one', () => {
  expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort());
});
