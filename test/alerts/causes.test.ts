import { describe, expect, test } from 'vitest';
import { exitCodesByError } from '../../dev/docs/errors.ts';
import {
  type Cause,
  type CauseName,
  CAUSES,
  causeOfError,
  causeOfRun,
  causesOf,
} from '../../src/alerts/causes.ts';
import { tellCause } from '../../src/alerts/telling.ts';
import { enCauses as enFor } from '../../src/alerts/words/causes.en.ts';
import { esCauses as esFor } from '../../src/alerts/words/causes.es.ts';
import { en as english } from '../../src/cli/catalogue/en.ts';
import { channels } from '../../src/channels/index.ts';
import { sources, supplierOf } from '../../src/sources/index.ts';
import { rejectionTextIn } from '../../src/sources/config.ts';

const enCauses = enFor(supplierOf('bitcram'));
const esCauses = esFor(supplierOf('bitcram'));

const errors = exitCodesByError();
/** A renewal that failed ends as whatever it failed by. */
const AS_ITS_CAUSE = ['65', '69', '78'];
const codesIn = (exits: string): number[] =>
  (exits === 'as its cause' ? AS_ITS_CAUSE : exits.split(' or ')).map(Number);

test.each(errors.map(({ code, exits }) => [code, exits] as const))(
  'the error %s (exit %s) has one cause for each exit code',
  (code, exits) => {
    const causes = causesOf(code);
    const fitting = codesIn(exits).map((exit) =>
      causes.filter((cause) => (CAUSES[cause].exits as readonly number[]).includes(exit)),
    );
    expect(fitting.map((found) => found.length)).toEqual(codesIn(exits).map(() => 1));
    const chosen = codesIn(exits).map((exit) => causeOfError({ code, params: {} }, exit));
    expect(chosen).toEqual(fitting.flat());
  },
);

test('no cause names an error that there is not', () => {
  const codes = Object.entries(english).flatMap(([room, wordings]) =>
    Object.keys(wordings).map((name) => `${room}.${name}`),
  );
  const known = new Set(codes);
  const named = [
    ...Object.values(CAUSES).flatMap(({ codes }) => [...codes]),
    ...Object.entries({ ...sources, ...channels }).flatMap(([room, { causes }]) =>
      Object.values(causes).flatMap((names) => names.map((name) => `${room}.${name}`)),
    ),
  ];
  expect(named.length).toBeGreaterThan(90);
  expect(named.filter((code) => !known.has(code))).toEqual([]);
});

test('a source or a channel names no cause that there is not', () => {
  const named = Object.values({ ...sources, ...channels }).flatMap(({ causes }) => Object.keys(causes));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((cause) => !Object.hasOwn(CAUSES, cause))).toEqual([]);
});

test.each(['en', 'es'] as const)(
  'a shop of a wholesaler reads of no other source, and is asked to correct nothing there (%s)',
  async (language) => {
    const air = supplierOf('air');
    const { causes, over } = (language === 'es' ? esFor : enFor)(air);
    const { told, unknown, lists, where, asItCame } = await rejectionTextIn(language, 'air');
    const rejections = [...Object.values(told), unknown].flatMap(({ what, todo }) => [
      what(null),
      what('12'),
      todo(where(lists['stock'] ?? '', '12', 'Mouse')),
    ]);
    const said = [
      ...Object.values(causes).flatMap(({ what, todo }) => [what, todo]),
      ...Object.values(over.causes),
      ...rejections,
      asItCame,
    ];
    expect(said.join('\n')).not.toMatch(/Bitcram|correct (it|them) (there )?in|corregil\w+ (ahí|en)/i);
    expect(said.filter((text) => text.includes('Air')).length).toBeGreaterThan(30);
    // A shop that corrects its own lists is told where.
    const { told: own } = await rejectionTextIn(language, 'bitcram');
    expect(own.bad_id.todo('the list')).toMatch(/Correct it in the list|Corregilo en the list/);
  },
);

test('each cause is told in both languages, in sentences of its own', () => {
  const names = Object.keys(enCauses.causes) as CauseName[];
  expect(Object.keys(esCauses.causes)).toEqual(names);
  for (const { causes } of [enCauses, esCauses]) {
    const whats = names.map((name) => causes[name].what);
    expect(new Set(whats).size).toBe(names.length);
    for (const name of names) {
      expect(causes[name].what).toMatch(/^\p{Lu}.*\.$/u);
      expect(causes[name].todo).toMatch(/^\p{Lu}.*\.$/u);
      // Whoever runs a shop knows none of these.
      const said = `${causes[name].what} ${causes[name].todo}`;
      expect(said).not.toMatch(/webhook|timeout|HTTP|JSON|API|schema|esquema|lock|bloqueo|\b\d{2,3}\b/);
    }
  }
});

test('that the time was used up is another cause than a receiver that does not answer', () => {
  const pending = (why: string) => ({
    code: 'channels.still_pending',
    params: { count: 4, why: { code: why, params: {} } },
  });
  expect(causeOfError(pending('channels.budget_used'), 69)).toBe('channel_slow');
  expect(causeOfError(pending('publications.no_answer'), 69)).toBe('channel_pending');
  expect(causeOfError(pending('channels.all_refused'), 69)).toBe('channel_pending');
});

describe('a channel that does not answer is told apart from one that does not take some products', () => {
  const pending = (code: string, params = {}) => ({
    code: 'channels.still_pending',
    params: { count: 119, why: { code, params } },
  });
  const run = { command: 'sync', status: 'incomplete', exitCode: 69, loaded: true };
  test.each([
    ['publications.answers', { status: 503 }, 0, 'channel_failing'],
    ['publications.answers', { status: 503 }, 4, 'channel_pending'],
    ['publications.answers', { status: 422 }, 0, 'channel_pending'],
    ['publications.no_answer', {}, 0, 'channel_down'],
    ['publications.unreachable', {}, 0, 'channel_down'],
    ['channels.budget_used', {}, 0, 'channel_down'],
    ['channels.budget_used', {}, 4, 'channel_slow'],
  ])('%s %j with %i delivered is %s', (code, params, delivered, name) => {
    expect(causeOfRun({ ...run, delivered, error: pending(code, params) })).toEqual({
      name,
      outcome: 'unsent',
    });
  });

  test('and says how many', () => {
    const cause = { name: 'channel_pending', outcome: 'unsent' } as const;
    expect(tellCause(cause, pending('publications.answers'), null, esCauses).what).toBe(
      'Mercado Libre no tomó 119 productos.',
    );
    expect(tellCause(cause, null, null, enCauses).what).toBe(enCauses.causes.channel_pending.what);
  });
});

test('what to do changes once a channel is late', () => {
  const cause = { name: 'channel_down', outcome: 'unsent' } as const;
  const todo = (text: typeof esCauses, lateMs?: number) => tellCause(cause, null, null, text, lateMs).todo;
  expect(todo(esCauses)).toMatch(/^Si dura menos de media hora, no hace falta que hagas nada/);
  expect(todo(esCauses, 130 * 60_000)).toBe(
    'Lleva 2 horas así: llamá hoy al proveedor del servicio que publica en Mercado Libre. ' +
      'No se pierde nada: lo que falta se envía cuando responda.',
  );
  expect(todo(enCauses, 20_000)).toMatch(/^It has been like this for less than a minute: call .* today\./);
  const guarded = { name: 'guard', outcome: 'unchanged' } as const;
  expect(tellCause(guarded, null, null, esCauses, 9e6).todo).toBe(esCauses.causes.guard.todo);
});

test.each([
  [65, 'source_answer'],
  [69, 'service_down'],
  [70, 'bug'],
  [75, 'locked'],
  [77, 'guard'],
  [78, 'settings'],
  [130, 'interrupted'],
  [143, 'interrupted'],
])('an error of another version, or none, with exit %i is %s', (exitCode, cause) => {
  expect(causeOfError({ code: 'later.news', params: {} }, exitCode)).toBe(cause);
  expect(causeOfError('Bitcram does not answer', exitCode)).toBe(cause);
  expect(causeOfError(null, exitCode)).toBe(cause);
});

describe('what it means for the shop follows from what was done', () => {
  const run = { command: 'sync', status: 'failed', exitCode: 69, loaded: false, delivered: 0, error: null };
  const error = (code: string) => ({ code, params: {} });
  test.each([
    [run, { name: 'service_down', outcome: 'unchanged' }],
    [
      { ...run, status: 'lost', exitCode: null },
      { name: 'lost', outcome: 'unchanged' },
    ],
    [
      { ...run, status: 'lost', exitCode: null, loaded: true },
      { name: 'lost', outcome: 'rest_pending' },
    ],
    [
      { ...run, status: 'interrupted', exitCode: 143 },
      { name: 'interrupted', outcome: 'unchanged' },
    ],
    [
      { ...run, status: 'incomplete', loaded: true, error: error('channels.still_pending') },
      { name: 'channel_pending', outcome: 'unsent' },
    ],
    [
      { ...run, status: 'incomplete', loaded: true, error: error('sync.procedure_failed') },
      { name: 'procedures', outcome: 'held_back' },
    ],
    [
      { ...run, command: 'notify', error: error('mysql.lost') },
      { name: 'database_down', outcome: 'only_sending' },
    ],
    [{ ...run, status: 'succeeded', exitCode: 0 }, undefined],
    [{ ...run, status: 'running', exitCode: null }, undefined],
  ])('%j', (ended, cause) => {
    expect(causeOfRun(ended)).toEqual(cause);
  });

  test('with the moment, where it is known', () => {
    const cause = { name: 'source_down', outcome: 'unchanged' } as const;
    expect(tellCause(cause, null, 'a las 12:15', esCauses).means).toBe(
      'El stock quedó como estaba a las 12:15. Lo que cambió desde entonces todavía no se publicó.',
    );
    expect(tellCause(cause, null, null, esCauses).means).toBe(
      'El stock quedó como estaba. Lo que cambió desde entonces todavía no se publicó.',
    );
  });
});

test('a run that the guard stopped says how many products of how many, and which to look at', () => {
  const examples = ['100017 Polvo Pédico: 200 → 0', '100018: 90 → 0', '100019: 7 → 0', '100020: 1 → 0'];
  const watch = (name: string, count: number) => ({
    code: `sync.${name}`,
    params: { count, of: 13_190, percent: 17.5, limit: 10, examples },
  });
  const guarded = (...watches: object[]) => ({ code: 'sync.guarded', params: { watches } });
  const cause = { name: 'guard', outcome: 'unchanged' } as const;
  const told = tellCause(cause, guarded(watch('sell_out', 2311), watch('vanish', 1400)), null, esCauses);
  expect(told.what).toBe(
    'La sincronización se detuvo antes de cargar: 2.311 de 13.190 productos habrían quedado sin stock y ' +
      '1.400 de 13.190 productos habrían desaparecido de la lista de precios. ' +
      'Los mayores: 100017 Polvo Pédico: 200 → 0; 100018: 90 → 0; 100019: 7 → 0.',
  );
  expect(told.todo).toContain('que deje pasar una sincronización (`npm run job -- sync --force`).');
  expect(tellCause(cause, guarded(watch('halve_price', 20)), null, enCauses).what).toContain(
    '20 of 13,190 products would have fallen below half their price',
  );
  // As another version kept it, or will.
  for (const reason of [
    'stopped before loading',
    guarded(watch('news', 3)),
    { code: 'sync.guarded', params: {} },
  ]) {
    expect(tellCause(cause, reason, null, enCauses).what).toBe(enCauses.causes.guard.what);
  }
});

describe('of a run that a marketplace kept from its end', () => {
  const run = { command: 'sync', status: 'incomplete', exitCode: 69, loaded: true, delivered: 3 };
  const service = { code: 'shopify.service', params: {} };
  const pending = (code: string) => ({
    code: 'channels.listings_pending',
    params: { service, count: 119, why: { code, params: {} } },
  });

  test.each([
    ['shopify.unreachable', 'channel_down'],
    ['shopify.failing', 'channel_failing'],
    ['shopify.throttled', 'channel_slow'],
  ])('the cause is what %s says of that marketplace', (code, name) => {
    const cause = causeOfRun({ ...run, error: pending(code) });
    expect(cause).toEqual({ name, outcome: 'unsent', channel: 'shopify' });
    for (const text of [esCauses, enCauses]) {
      const told = tellCause(cause as Cause, pending(code), null, text);
      expect(told.what).toContain('Shopify');
      for (const said of Object.values(told)) expect(said).not.toContain('Mercado Libre');
    }
  });

  test('or that it denies', () => {
    const why = { code: 'shopify.token_refused', params: {} };
    const error = { code: 'channels.listings_denied', params: { service, count: 119, why, hint: '' } };
    expect(causeOfRun({ ...run, exitCode: 78, error })).toMatchObject({
      name: 'channel_settings',
      channel: 'shopify',
    });
  });
});
