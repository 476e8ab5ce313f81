import { describe, expect, test } from 'vitest';
import type { Overview } from '../../src/dashboard/model/overview.ts';
import { LATENESS, overviewOf, quietRun } from '../support/overview.ts';
import { BEFORE, error, failed, GOOD, lacking, NOW, shown, storiesOf } from '../support/state.ts';

describe('what is not well has its cause', () => {
  const causeOf = (overview: Overview) => shown(overview).state.cause;

  test('of the last sync, with when the stock was loaded that is there', () => {
    const runs = [quietRun(GOOD, failed), quietRun(BEFORE)];
    const stories = storiesOf(runs[0], { error: error('mysql.lost') });
    expect(causeOf(overviewOf(NOW, runs, { stories, ...lacking({ dead: 2 }) }))).toEqual({
      name: 'database_down',
      outcome: 'unchanged',
      stock_of: '2026-11-22T16:50:00.000Z',
      solved_at: null,
    });
  });

  test('of syncs that stay away, and of products that were refused, and none where all is well', () => {
    const long = quietRun('2026-11-20 12:00:00.000');
    expect(causeOf(overviewOf(NOW, [long]))).toMatchObject({ name: 'silent', outcome: 'unchanged' });
    expect(causeOf(overviewOf(NOW, [quietRun(GOOD)], lacking({ dead: 2 })))).toMatchObject({
      name: 'refused',
    });
    expect(causeOf(overviewOf(NOW, [quietRun(GOOD)], lacking({ pending: 2, since: GOOD })))).toBeNull();
  });

  test('of a channel that is late after whole runs that went well: of the last run that left something, or none that is known', () => {
    const late = lacking({ pending: 2, since: BEFORE, waitedMs: 40 * 60_000, dead: 1 });
    const some = { command: 'select', status: 'incomplete', exitCode: 69, pending: 2 };
    const runs = [quietRun(GOOD), quietRun(BEFORE, some)];
    const why = { code: 'publications.answers', params: { status: 503 } };
    const kept = JSON.stringify({ code: 'channels.still_pending', params: { count: 2, why } });
    const stories = storiesOf(runs[1], { error: kept });
    expect(causeOf(overviewOf(NOW, runs, { stories, ...late }))).toEqual({
      name: 'channel_failing',
      outcome: 'unsent',
      late_since: '2026-11-22T16:50:00.000Z',
      stock_of: '2026-11-22T17:05:00.000Z',
      solved_at: null,
    });
    expect(causeOf(overviewOf(NOW, [quietRun(GOOD)], late))).toMatchObject({ name: 'channel_pending' });
    const off = shown(overviewOf(NOW, [quietRun(GOOD)], late), { ...LATENESS, webhooks: false });
    expect(off.state).toMatchObject({ level: 'good', cause: null });
  });

  test('of each run that is told, with the stock that it found', () => {
    const lost = { status: 'lost', exitCode: null, committedAt: null };
    const runs = [
      quietRun(GOOD, lost),
      quietRun(BEFORE, { updated: 1 }),
      quietRun('2026-11-22 16:45:00.000', failed),
    ];
    const { history } = shown(overviewOf(NOW, runs));
    expect(history.days[0]?.entries).toMatchObject([
      {
        cause: { name: 'lost', outcome: 'unchanged', stock_of: '2026-11-22T16:50:00.000Z', solved_at: null },
      },
      { cause: null },
      {
        cause: {
          name: 'service_down',
          outcome: 'unchanged',
          stock_of: null,
          solved_at: '2026-11-22T16:50:00.000Z',
        },
      },
    ]);
  });
});
