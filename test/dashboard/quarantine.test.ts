import { describe, expect, test } from 'vitest';
import { modelOf } from '../../src/dashboard/model/model.ts';
import { productsSection } from '../../src/dashboard/page/products.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { readRejected } from '../../src/sources/bitcram/rejected.ts';
import { en as reasons } from '../../src/sources/words/en.ts';
import { LATENESS, overviewOf, quietRun } from '../support/overview.ts';
import { wordingsOf } from '../support/wordings.ts';

const NOW = '2026-11-22 17:09:00.000';
const zone = zoneOf('UTC');

interface Kept {
  reason: string;
  list?: string;
  itemId?: number | null;
  raw: string;
}

/** The markup of the one row: the product, and what is said of it. */
function row(language: 'es' | 'en', { reason, list = 'price_list', itemId = 103_708, raw }: Kept): string {
  const quarantine = { count: 1, rows: [{ reason, list, itemId, raw, runs: 1, firstSeenAt: NOW }] };
  const names = new Map([[103_708, { name: 'Polvo Pédico' }]]);
  const model = modelOf(overviewOf(NOW, [quietRun(NOW)], { quarantine, names }), {
    ...{ target: null, zone, days: 3, maxTold: 200, lateness: LATENESS, readRejected },
  });
  const wording = wordingsOf(zone, model.made_at)[language];
  return /<tbody>\s*<tr>(.*?)<\/table>/s.exec(productsSection(model, wording).text)?.[1] ?? '';
}

/** What is read before anything is opened: what is wrong, and where to correct it. */
function said(language: 'es' | 'en', kept: Kept): string {
  const [, what, todo] =
    /<td[^>]*><bdi>(.*?)<\/bdi>\s*<small><bdi>(.*?)<\/bdi>/s.exec(row(language, kept)) ?? [];
  return `${what} ${todo}`.replaceAll('&quot;', '"');
}

const HERE = 'la lista de precios de Bitcram: producto 103708, Polvo Pédico.';
const THERE = 'the price list of Bitcram: product 103708, Polvo Pédico.';
const AS_NUMBER = 'Escribilo como 1234.56, con punto y sin separador de miles,';
const MEANWHILE = 'Mientras tanto vale el último precio bueno, si lo hubo.';
const INSTALLER = 'llamá a quien instaló el programa.';

const TOLD: Record<string, [raw: string, es: string]> = {
  not_an_object: [
    '[1]',
    `Bitcram manda algo que no es un artículo. Llamá al soporte de Bitcram. Está en ${HERE}`,
  ],
  no_id: ['{"price":1}', `El artículo no tiene número de producto. Corregilo en ${HERE}`],
  bad_id: [
    '{"product_id":"A7"}',
    `El número de producto es "A7", que no es un número entero mayor que 0. Corregilo en ${HERE}`,
  ],
  bad_external_id: [
    '{}',
    `El código de producto tiene más de 256 bytes o medio carácter. Corregilo en ${HERE}`,
  ],
  id_out_of_range: [
    '{"product_id":3000000000}',
    `El número de producto es "3000000000", que es mayor de lo que admite la base de datos. Llamá a quien instaló el programa. Está en ${HERE}`,
  ],
  bad_price: [
    '{"price":"1.234,56"}',
    `El programa no puede leer el precio "1.234,56". ${AS_NUMBER} en ${HERE} ${MEANWHILE}`,
  ],
  bad_code: [
    '{}',
    `El código de producto está vacío o tiene más de 64 caracteres. Llamá al soporte de Bitcram. Está en ${HERE}`,
  ],
  price_out_of_range: [
    '{}',
    `El precio es negativo, o de 100.000.000.000 o más. Llamá al soporte de Bitcram. Está en ${HERE}`,
  ],
  bad_currency: ['{}', `La moneda no es DOL ni PES. Llamá a quien instaló el programa. Está en ${HERE}`],
  bad_tax: ['{}', `El impuesto no es un porcentaje. Llamá al soporte de Bitcram. Está en ${HERE}`],
  bad_balance: [
    '{"product_balance":"muchos"}',
    `El programa no puede leer el stock "muchos". Escribilo en números, como 12, en ${HERE} Mientras tanto vale el último stock bueno, si lo hubo.`,
  ],
  stock_out_of_range: [
    '{"product_balance":40000}',
    `El stock es "40000", que está fuera de lo que admite la base de datos. Corregilo en ${HERE} Si está bien así, ${INSTALLER}`,
  ],
  contradictory: [
    '{"price":1}',
    `La lista tiene este producto más de una vez, y no con los mismos datos. Dejá uno solo en ${HERE}`,
  ],
  not_utf8: [
    '{"name":"Az\ufffdcar"}',
    `El texto "Az\ufffdcar" tiene un carácter que no se puede leer. Llamá al soporte de Bitcram. Está en ${HERE}`,
  ],
  ill_formed_text: [
    String.raw`{"name":"Mate \ud83d"}`,
    String.raw`El texto "Mate \ud83d" tiene medio carácter. Corregilo en ${HERE}`,
  ],
  bad_number: [
    '{"weight":1e999}',
    `El número "1e999" es demasiado grande para la base de datos. Corregilo en ${HERE}`,
  ],
  too_deep: [
    '{"a":{"a":1}}',
    `El artículo tiene más niveles de los que acepta la base de datos. Llamá al soporte de Bitcram. Está en ${HERE}`,
  ],
  not_in_charset: [
    '{"description":"🧉"}',
    `Un texto del artículo tiene un carácter que la base de datos no puede guardar. Corregilo en ${HERE} Si está bien así, ${INSTALLER}`,
  ],
  too_long: [
    '{"description":"xxx',
    `El artículo es más largo de lo que acepta la base de datos. Corregilo en ${HERE} Si está bien así, ${INSTALLER}`,
  ],
};

describe('what is in quarantine is told with its value and the place where to correct it', () => {
  test('whatever the reason', () => {
    expect(Object.keys(TOLD).sort()).toEqual(Object.keys(reasons).sort());
  });

  test.each(Object.entries(TOLD))('%s', (reason, [raw, es]) => {
    expect(said('es', { reason, raw })).toBe(es);
    expect(said('en', { reason, raw })).toContain(THERE);
    const value = /"([^"]+)"/.exec(es)?.[0] ?? '';
    expect(said('en', { reason, raw })).toContain(value);
  });

  test('in English', () => {
    expect(said('en', { reason: 'bad_price', raw: '{"price":"1.234,56"}' })).toBe(
      `The program cannot read the price "1.234,56". Write it as 1234.56, with a point and no thousands separator, in ${THERE} Until then the last good price stands, if there was one.`,
    );
    expect(said('en', { reason: 'bad_price', raw: 'cut off' })).toMatch(
      /^The program cannot read the price\. Write it/,
    );
  });

  test('in the stock of the warehouse', () => {
    const kept = { reason: 'bad_balance', list: 'stock', raw: '{"product_balance":"muchos"}' };
    expect(said('es', kept)).toBe(
      'El programa no puede leer el stock "muchos". Escribilo en números, como 12, en el stock del depósito en Bitcram: producto 103708, Polvo Pédico. Mientras tanto vale el último stock bueno, si lo hubo.',
    );
  });

  test('by the name in the item, where there is no row, or by as much as is known', () => {
    const kept = { reason: 'no_id', itemId: null, raw: '{"product_name":"Yerba","price":1}' };
    expect(said('es', kept)).toBe(
      'El artículo no tiene número de producto. Corregilo en la lista de precios de Bitcram: Yerba.',
    );
    expect(row('es', kept)).toMatch(/<bdi>Yerba<\/bdi>\s*<small>sin número/);
    expect(said('es', { ...kept, raw: '{}' })).toBe(
      'El artículo no tiene número de producto. Corregilo en la lista de precios de Bitcram.',
    );
    expect(said('es', { reason: 'bad_price', itemId: 7, raw: '{"price":"x"}' })).toContain(
      'Bitcram: producto 7.',
    );
  });

  test('of a reason that only a later version knows as well', () => {
    expect(said('es', { reason: 'other', raw: '{}' })).toBe(
      `El artículo no se puede usar. Corregilo en ${HERE}`,
    );
  });

  test('the item as it came is folded away, and hostile text stays text', () => {
    const hostile = '</bdi><script>alert(1)</script>\u202e';
    const shown = row('es', { reason: 'bad_price', raw: JSON.stringify({ name: 'x', price: hostile }) });
    expect(shown).not.toContain('<script');
    expect(shown).not.toContain('\u202e');
    expect(shown).toContain(
      String.raw`no puede leer el precio &quot;&lt;/bdi&gt;&lt;script&gt;alert(1)&lt;/script&gt;\u202e&quot;.</bdi>`,
    );
    const [before = '', folded = ''] = shown.split('<details>');
    expect(before).not.toContain('{');
    expect(folded).toMatch(
      /<summary>Como lo manda Bitcram<\/summary>.*<bdi>price<\/bdi>: <bdi>\{&quot;name/s,
    );
  });

  test('a long value is cut', () => {
    const raw = JSON.stringify({ price: 'ñ'.repeat(15_000) });
    expect(said('es', { reason: 'bad_price', raw })).toContain(`"${'ñ'.repeat(60)}…". Escribilo`);
    expect(row('es', { reason: 'bad_price', raw }).length).toBeLessThan(1500);
  });
});
