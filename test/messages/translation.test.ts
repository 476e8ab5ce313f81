import { expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { es } from '../../src/messages/es.ts';
import { createTranslator } from '../../src/messages/translation.ts';

const { translated } = createTranslator({
  said: {
    'cannot reach {service}: {why}': 'no se llega a {service}: {why}',
    'cannot reach {service}: it is closed': '{service} está cerrado',
    'the shop': 'el negocio',
    'run `{command}`': 'ejecute `{command}`',
    'one; two': 'uno y dos',
    '{NAME} is late': 'llega tarde {NAME}',
    'lost ({count}; of {total})': 'faltan ({count}; de {total})',
  },
});

test('a sentence is found again by its wording, and what stands in it is translated as well', () => {
  expect(translated('cannot reach the shop: ECONNREFUSED')).toBe('no se llega a el negocio: ECONNREFUSED');
});

test('of two wordings that fit, the one that says more is meant', () => {
  expect(translated('cannot reach the shop: it is closed')).toBe('el negocio está cerrado');
});

test('a place in capitals is one word', () => {
  expect(translated('the train is late')).toBe('the train is late');
  expect(translated('lost in Lima: it is late')).toBe('lost in Lima: it is late');
  expect(translated('it is late')).toBe('llega tarde it');
});

test('sentences that are joined are translated one by one, also where one has the mark inside', () => {
  expect(translated('the shop; run `migrate`')).toBe('el negocio; ejecute `migrate`');
  expect(translated('the shop; one; two; run `migrate`')).toBe('el negocio; uno y dos; ejecute `migrate`');
});

test('a sentence does not take the next one of its own kind for a part of itself', () => {
  expect(translated('lost (1; of 2); lost (3; of 4); the shop')).toBe(
    'faltan (1; de 2); faltan (3; de 4); el negocio',
  );
  expect(translated('cannot reach X: lost (1; of 2); the shop')).toBe(
    'no se llega a X: faltan (1; de 2); el negocio',
  );
  expect(translated('cannot reach X: cut (here…; the shop')).toBe('no se llega a X: cut (here…; el negocio');
});

test('what the catalogue does not know stays as it is, whatever it contains', () => {
  for (const text of ['', 'unheard of', '$& {service} \\', 'a; b', 'unheard of; the shops']) {
    expect(translated(text)).toBe(text);
  }
  expect(translated('cannot reach $1 {why}: $&')).toBe('no se llega a $1 {why}: $&');
});

test('every wording of the catalogue keeps what stands in it', () => {
  const namesIn = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
  for (const [english, here] of Object.entries(es.said))
    expect(namesIn(here), english).toEqual(namesIn(english));
});

test('every message is there in Spanish, and none of them is the English one', () => {
  expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort());
});
