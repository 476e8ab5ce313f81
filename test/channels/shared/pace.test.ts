import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SharedPace } from '../../../src/channels/marketplace.ts';
import { sharedPace } from '../../../src/channels/shared/pace.ts';
import type { Pool } from '../../../src/mysql/pool.ts';
import type { Session } from '../../../src/mysql/session.ts';
import { booksBeforeEach, setClock } from '../../support/ledger.ts';
import { connectTo } from '../../support/session.ts';

const books = booksBeforeEach();
let sessions: Session[] = [];
beforeEach(async () => {
  sessions = await Promise.all([1, 2, 3].map(() => connectTo(books.schema)));
});
afterEach(() => Promise.all(sessions.map((session) => session.close())));

const poolOf = (session: Session): Pool => ({ use: (work) => work(session) });
const paces = (): SharedPace[] => sessions.map((session) => sharedPace(poolOf(session), 'a'));

test('each takes its turns behind those that others took', async () => {
  const [one, other] = paces() as [SharedPace, SharedPace];
  for (const session of sessions) await setClock(session, 0);
  expect(await one.reserve(3, 4)).toEqual({ inMs: 0, apartMs: 250 });
  expect(await other.reserve(2, 4)).toEqual({ inMs: 750, apartMs: 250 });
  expect(await one.reserve(1, 4)).toEqual({ inMs: 1250, apartMs: 250 });
  await setClock(sessions[1] as Session, 60);
  expect(await other.reserve(1, 4)).toEqual({ inMs: 0, apartMs: 250 });
});

test('many who take turns at the same time get one each', async () => {
  for (const session of sessions) await setClock(session, 0);
  const turns = await Promise.all(
    paces().map(async (pace) => {
      const mine: number[] = [];
      for (let number = 0; number < 20; number += 1) mine.push((await pace.reserve(1, 10)).inMs);
      return mine;
    }),
  );
  const sorted = turns.flat().sort((one, next) => one - next);
  expect(sorted).toEqual(Array.from({ length: 60 }, (_, index) => index * 100));
});

test('what was too fast halves the pace for all, once a second, and it comes back slowly', async () => {
  const [one, other] = paces() as [SharedPace, SharedPace];
  for (const session of sessions) await setClock(session, 0);
  await one.reserve(1, 8);
  await one.slowDown(8);
  await other.slowDown(8);
  expect((await other.reserve(1, 8)).apartMs).toBe(250);
  await setClock(sessions[0] as Session, 10);
  expect((await one.reserve(1, 8)).apartMs).toBeCloseTo(1000 / 4.8);
  await one.slowDown(8);
  expect((await one.reserve(1, 8)).apartMs).toBeCloseTo(1000 / 2.4);
  await setClock(sessions[0] as Session, 200);
  expect((await one.reserve(1, 8)).apartMs).toBe(125);
});

test('however often it is too fast, some requests still go out', async () => {
  const [pace, session] = [paces()[0] as SharedPace, sessions[0] as Session];
  for (let second = 0; second < 40; second += 2) {
    await setClock(session, second);
    await pace.slowDown(8);
  }
  expect((await pace.reserve(1, 8)).apartMs).toBeLessThanOrEqual(2000);
});
