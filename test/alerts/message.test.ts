import { expect, test } from 'vitest';
import { type AlertedRun, bodyOf } from '../../src/alerts/message.ts';
import { enText as en } from '../../src/alerts/words/en.ts';
import { esText as es } from '../../src/alerts/words/es.ts';
import { registerSecret } from '../../src/platform/redact.ts';

const RUN: AlertedRun = {
  runId: '20261122-030000-1f9a2b',
  target: null,
  status: 'failed',
  exitCode: 69,
  isFlash: false,
  onlyPending: false,
  missingBlocked: 0,
  reason: 'Bitcram answers 503',
  left: { owed: 4, dead: 1 },
};
const DOWN = { kind: '69', runs: 1, told: false };
const OWED = { kind: 'owed', runs: 4, told: false };

const textOf = (run: Partial<AlertedRun>, ...tell: (typeof DOWN)[]): unknown =>
  (JSON.parse(bodyOf('slack', undefined, { ...RUN, ...run }, tell, en)) as { text: unknown }).text;

test('an alert says whose run it was, how it ended and what is left, in one text', () => {
  expect(textOf({ target: 'centro' }, DOWN, OWED)).toBe(
    'Inventory sync of centro: run 20261122-030000-1f9a2b failed (exit 69): Bitcram answers 503. ' +
      'webhooks are left after each of 4 runs: 4 pending, 1 given up (run 20261122-030000-1f9a2b).',
  );
});

test('an alert is said in the words that it is given', () => {
  const reason = 'otra sincronización tiene el bloqueo';
  const body = bodyOf('whapi', '1', { ...RUN, target: 'centro', reason }, [DOWN, OWED], es);
  expect(JSON.parse(body)).toMatchObject({
    body:
      'Sincronización de stock de centro: la sincronización 20261122-030000-1f9a2b falló (código 69): ' +
      'otra sincronización tiene el bloqueo. ' +
      'quedan cambios sin enviar después de cada una de 4 sincronizaciones: 4 sin enviar, 1 rechazado (sincronización 20261122-030000-1f9a2b).',
  });
});

test('an alert of items without an id says what they stop', () => {
  const blocked = { kind: 'missing_blocked', runs: 1, told: false };
  expect(textOf({ missingBlocked: 2 }, blocked)).toBe(
    'Inventory sync: no product is counted as missing, so none that left is taken off sale: ' +
      'the price list has 2 items without an id (run 20261122-030000-1f9a2b).',
  );
});

test('what would call people in a chat is only text there', () => {
  const reason = 'it says <!channel> & <users/all>';
  expect(textOf({ reason }, DOWN)).toContain('&lt;!channel&gt; &amp; &lt;users/all&gt;');
  const chat = bodyOf('google-chat', undefined, { ...RUN, reason }, [DOWN], en);
  expect(JSON.parse(chat)).toMatchObject({ text: expect.stringContaining('‹users/all›') as string });
});

test('a secret that came this far goes no further', () => {
  registerSecret('s3cr3t-that-came-far');
  const reason = 'the header was s3cr3t-that-came-far';
  for (const template of ['generic', 'slack', 'google-chat', 'whapi'] as const) {
    expect(bodyOf(template, '1', { ...RUN, reason }, [DOWN], en)).not.toContain('s3cr3t');
  }
});

test('a long reason is cut', () => {
  expect(String(textOf({ reason: 'x'.repeat(5000) }, DOWN)).length).toBeLessThan(1200);
});
