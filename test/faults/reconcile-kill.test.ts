import { expect, test, vi } from 'vitest';
import { runJob, startJob } from '../support/job.ts';
import { typeInMercadoLibre, twoMarketsBeforeEach } from '../support/two-markets.ts';

const LISTINGS = 200;
const DRIFTED = 20;

const markets = twoMarketsBeforeEach();
const asked = (operation: string): number =>
  markets.meli.operations.filter((each) => each === operation).length;
/** So many a second are 60 listings at a time, of which each time is noted. */
const SLOWLY = { VERIFY_S: '1', MELI_RATE: '12' };
const reconcile = ['reconcile', '--channel', 'mercadolibre', '--json'];

/** Where it is killed: once it has asked for so many of these; and how many readings of 20 listings the next one needs at most. */
const CALLS = LISTINGS / 20;
const MOMENTS = [
  ['items', 1, 'while it reads the first listings', CALLS],
  ['items', CALLS, 'while it reads the last ones', 3],
  ['orders', 1, 'while it reads the orders', DRIFTED / 20],
  ['put-item', 1, 'while it writes the first listing', CALLS],
  ['put-item', DRIFTED / 2, 'while half is written', CALLS],
] as const;

test.each(MOMENTS)(
  'killed (%s, %i) %s, the next one does what was left',
  async (operation, count, _when, calls) => {
    const listed = await markets.list(LISTINGS);
    for (const each of listed.slice(0, DRIFTED)) typeInMercadoLibre(markets.meli, each, 3);
    markets.meli.simulator.latencyMs = 30;
    const killed = startJob(reconcile, markets.env(SLOWLY));
    await vi.waitFor(() => expect(asked(operation)).toBeGreaterThanOrEqual(count), {
      timeout: 20_000,
      interval: 2,
    });
    killed.process.kill('SIGKILL');
    expect((await killed.done).signal).toBe('SIGKILL');
    markets.meli.simulator.latencyMs = 0;
    // What it was writing is looked at again after VERIFY_S.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const before = markets.meli.operations.length;
    const { exitCode, stdout } = await runJob(reconcile, markets.env(SLOWLY));
    expect(exitCode).toBe(0);
    const since = markets.meli.operations.slice(before);
    const comparing = since.slice(0, since.indexOf('orders'));
    expect(comparing.filter((each) => each === 'items').length).toBeLessThanOrEqual(calls);
    expect(listed.map(({ shown }) => shown[1])).toEqual(listed.map(() => 10));
    expect(JSON.parse(stdout)).toMatchObject({ channels: { mercadolibre: { pending: 0, dead: 0 } } });
    const { schema } = markets.books;
    expect(await schema.query('SELECT status FROM sync_run ORDER BY started_at')).toEqual([
      { status: 'lost' },
      { status: 'succeeded' },
    ]);
    expect(await schema.query('SELECT 1 FROM stock_movement')).toEqual([]);
  },
);
