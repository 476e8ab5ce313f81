import { describe, expect, test } from 'vitest';
import { answerSection } from '../../src/dashboard/page/answer.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { LATENESS, overviewOf, quietRun } from '../support/overview.ts';
import { GOOD, lacking, NOW, said, shown } from '../support/state.ts';
import { wordingsOf } from '../support/wordings.ts';

const WITH_SHOPIFY = { ...LATENESS, marketplaces: ['shopify'] };
const SINCE = '2026-11-22 15:15:00.000';
const LATE = { channel: 'shopify', pending: 118, since: SINCE, waitedMs: 114 * 60_000, runs: 22 };

const lackingIn = (...differing: Parameters<typeof lacking>[0][]) => ({
  backlogs: differing.flatMap((each) => lacking(each).backlogs),
});

/** What the first card says after its sentence, without its markup. */
function advice(lack: ReturnType<typeof lackingIn>, lang: 'es' | 'en' = 'es'): string[] {
  const model = shown(overviewOf(NOW, [quietRun(GOOD)], lack), WITH_SHOPIFY);
  const wording = wordingsOf(zoneOf('America/Argentina/Buenos_Aires'), model.made_at)[lang];
  const { text } = answerSection(model, wording);
  const blocks = text.split('<div class="cause">').slice(1);
  return blocks.map((block) =>
    block
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );
}

describe('of a marketplace', () => {
  test('its listings are counted, beside what another channel does not know', () => {
    const overview = overviewOf(
      NOW,
      [quietRun(GOOD)],
      lackingIn({ pending: 3, since: GOOD }, { ...LATE, dead: 1 }),
    );
    expect(said(overview, WITH_SHOPIFY)).toEqual({
      level: 'trouble',
      es: '3 productos por enviar a Mercado Libre, desde hace 4 minutos. Shopify está atrasado: 118 publicaciones desde las 12:15, y rechazó 1 publicación. El stock se cargó bien hace 4 minutos (14:05).',
      en: '3 products to be sent to Mercado Libre, for 4 minutes. Shopify is behind: 118 listings since 12:15, and refused 1 listing. The stock was loaded well 4 minutes ago (14:05).',
    });
    expect(said(overviewOf(NOW, [quietRun(GOOD)]), WITH_SHOPIFY).es).toMatch(
      /^El stock está al día: .*\. No queda nada por enviar a Mercado Libre y Shopify\.$/,
    );
  });

  test('how many may still sell more than there is is said of each channel, and nothing where none may', () => {
    const over = (channel: string, isDead: boolean, count: number) => ({ channel, isDead, count, rows: [] });
    const lack = lackingIn({ pending: 3, since: GOOD }, { ...LATE, dead: 2 });
    const overview = overviewOf(NOW, [quietRun(GOOD)], {
      ...lack,
      oversellable: [over('publications', false, 1), over('shopify', false, 40), over('shopify', true, 2)],
    });
    expect(said(overview, WITH_SHOPIFY)).toMatchObject({
      es: expect.stringMatching(
        /hace 4 minutos\. En Mercado Libre, 1 producto todavía puede vender más de lo que hay\. Shopify .* 2 publicaciones\. En Shopify, 42 publicaciones todavía pueden vender más de lo que hay\. El stock/,
      ) as string,
      en: expect.stringMatching(
        /\. 1 product in Mercado Libre may still sell more than there is\. Shopify .*\. 42 listings in Shopify may still/,
      ) as string,
    });
    expect(said(overviewOf(NOW, [quietRun(GOOD)], lack), WITH_SHOPIFY).es).not.toContain('vender');
  });

  test('paused, it is paused and not late; switched off, it is neither', () => {
    const overview = overviewOf(NOW, [quietRun(GOOD)], lackingIn({ ...LATE, pausedAt: SINCE }));
    expect(said(overview, WITH_SHOPIFY)).toMatchObject({
      level: 'attention',
      es: expect.stringMatching(
        /^Shopify está en pausa desde las 12:15: esperan 118 publicaciones\. /,
      ) as string,
    });
    expect(said(overviewOf(NOW, [quietRun(GOOD)], lackingIn(LATE))).level).toBe('good');
  });

  test.each([
    ['shopify.token_refused', 'no acepta el acceso del programa', 'Llamá hoy a quien instaló'],
    ['shopify.access_denied', 'le falta un permiso', 'dice qué hay que corregir'],
    ['shopify.unreachable', 'Shopify no responde.', 'abrí Shopify en un navegador'],
    ['shopify.failing', 'responde con errores propios', 'abrí Shopify en un navegador'],
    ['shopify.throttled', 'limita cuánto se le puede enviar', 'si crece lo que falta enviar'],
    [null, 'no tomó todas las publicaciones', 'llamá hoy a quien instaló'],
  ])('that is late by %s it is said what keeps it, and what to do', (reason, what, todo) => {
    const [told, ...others] = advice(lackingIn({ ...LATE, reason }));
    expect(told).toContain(what);
    expect(told).toContain(todo);
    expect(told).not.toContain('Mercado Libre');
    expect(others).toEqual([]);
    const [english] = advice(lackingIn({ ...LATE, reason }), 'en');
    expect(english).toMatch(/^.*Shopify.* What to do: .*\.$/);
  });

  test('two troubles at once are two things to do', () => {
    const told = advice(
      lackingIn({ ...LATE, channel: 'publications' }, { ...LATE, reason: 'shopify.token_refused', dead: 2 }),
    );
    expect(told).toHaveLength(3);
    expect(told[0]).toContain('llamá hoy al proveedor del servicio que publica en Mercado Libre');
    expect(told[1]).toContain('Shopify no acepta el acceso del programa');
    expect(told[2]).toContain('corregí esas publicaciones en Shopify');
  });

  test('that sold what no product has, attention is asked for, and it is said how much', () => {
    const model = shown(overviewOf(NOW, [quietRun(GOOD)], { unmappedUnits: 3 }), WITH_SHOPIFY);
    expect(model.state.level).toBe('attention');
    const { es } = wordingsOf(zoneOf('UTC'), model.made_at);
    expect(answerSection(model, es).text).toContain('Se vendieron 3 unidades con un SKU que no tiene');
  });
});
