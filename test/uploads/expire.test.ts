import { randomUUID } from 'node:crypto';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { ownPrefix } from '../../src/uploads/store/own-keys.ts';
import { csvOf, products } from '../support/uploads/rows.ts';
import { uploadShop } from '../support/uploads/shop.ts';

const shop = uploadShop();
const HOURS_AGO = (hours: number): string => `NOW(6) - INTERVAL ${hours} HOUR`;

const folder = (): string => (shop.env['UPLOAD_STORE'] ?? '').replace('folder:', '');
const files = (): string[] => readdirSync(folder()).filter((name) => !name.startsWith('.'));
const aged = (key: string, hours: number): void => {
  const time = Date.now() / 1000 - hours * 3600;
  utimesSync(join(folder(), key), time, time);
};
const put = (key: string) =>
  shop.store.put(key, Readable.from([Buffer.from('x')]), new AbortController().signal);

test('uploads that ended long ago go with their errors and files, and nothing else does', async () => {
  const received = (part: number) => shop.receive(csvOf([...products(1, part), { codigo: '' }]));
  const [old, young, dead] = [await received(1), await received(2), await received(3)];
  for (const id of [old, young, dead]) await shop.work(id);
  // Once nobody is at work.
  const waiting = await received(4);
  const set = (id: string, what: string) =>
    shop.schema.query(`UPDATE upload_task SET ${what} WHERE task_id = ?`, [id]);
  await set(old, `ended_at = ${HOURS_AGO(25)}`);
  await set(young, `ended_at = ${HOURS_AGO(23)}`);
  await set(dead, `state = 'failed', dead_at = ${HOURS_AGO(99)}, ended_at = ${HOURS_AGO(99)}`);
  await set(
    waiting,
    `state = 'pending', created_at = ${HOURS_AGO(99)}, next_attempt_at = NOW(6) + INTERVAL 1 HOUR`,
  );
  const own = await ownPrefix(shop.session);
  const [stray, fresh, ofOthers] = [own + randomUUID(), own + randomUUID(), `0123456789ab-${randomUUID()}`];
  for (const key of [stray, fresh, ofOthers]) await put(key);
  for (const key of [stray, ofOthers, old, young, dead, waiting]) aged(key, 26);
  await shop.schema.query(
    `INSERT INTO upload_idempotency VALUES ('P', 'old', '', '', ${HOURS_AGO(25)}), ('P', 'new', '', '', ${HOURS_AGO(23)})`,
  );

  const worker = shop.start();
  await vi.waitFor(() => expect(files()).not.toContain(stray), { timeout: 10_000 });
  await worker.stop();
  const kept = [young, dead, waiting].toSorted((a, b) => a.localeCompare(b));
  const tasks = await shop.schema.query<{ id: string }>(
    'SELECT task_id AS id FROM upload_task ORDER BY task_id',
  );
  expect(tasks.map(({ id }) => id)).toEqual(kept);
  expect(files()).toEqual(expect.arrayContaining([...kept, fresh, ofOthers]));
  expect(files()).not.toContain(old);
  expect(await shop.errorsOf({ id: old })).toEqual({});
  expect(Object.keys(await shop.errorsOf({ id: young }))).toEqual(['3']);
  expect(await shop.schema.query('SELECT idempotency_key FROM upload_idempotency')).toEqual([
    { idempotency_key: 'new' },
  ]);
  // What it brought in stays.
  expect(Object.keys(await shop.products())).toHaveLength(3);
});
