import { expect, test } from 'vitest';
import { productsSection } from '../../src/dashboard/page/products.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { overviewOf, quietRun } from '../support/overview.ts';
import { BEFORE, GOOD, lacking, NOW, shown } from '../support/state.ts';
import { wordingsOf } from '../support/wordings.ts';

/** What the list of refused products says was answered, in both languages, with what is folded away behind " | ". */
function answerOf(lastError: string): (string | undefined)[] {
  const row = {
    channel: 'publications',
    listing: null,
    itemId: 7,
    attempts: 8,
    lastError,
    owedAt: BEFORE,
    deadAt: BEFORE,
  };
  const model = shown(
    overviewOf(NOW, [quietRun(GOOD)], { dead: { count: 1, rows: [row] }, ...lacking({ dead: 1 }) }),
  );
  const { es, en } = wordingsOf(zoneOf('UTC'), model.made_at);
  return [es, en].map((wording) =>
    /<td[^>]*>([^]*?)\s*<small>(?:rechazado|given)/
      .exec(productsSection(model, wording).text)?.[1]
      ?.replace(/\s*<details>[^]*?<bdi>([^]*?)<[^]*/, ' | $1'),
  );
}

test('what a receiver says of a product that it refuses stands in its list, without the signs of a program', () => {
  const said = 'The attributes [GTIN] are required';
  expect(answerOf(`HTTP 422: ${said}`)).toEqual([`${said} (HTTP 422)`, `${said} (HTTP 422)`]);
  expect(answerOf('HTTP 422')).toEqual([
    'rechazado sin decir por qué (HTTP 422)',
    'refused without a reason (HTTP 422)',
  ]);
  const json = '{&quot;status&quot;:&quot;error&quot;}';
  for (const kept of ['HTTP 200: {"status":"error"}', 'HTTP 200 {"status":"error"}']) {
    expect(answerOf(kept)).toEqual([
      `rechazado sin decir por qué (HTTP 200) | ${json}`,
      `refused without a reason (HTTP 200) | ${json}`,
    ]);
  }
  expect(answerOf('the listing is paused')[0]).toBe('the listing is paused');
});
