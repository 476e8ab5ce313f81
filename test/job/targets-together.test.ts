import { expect, test, vi } from 'vitest';
import { jobOnTerminal, runJob, startJob } from '../support/job.ts';
import { reportsOf, targetShops } from '../support/target-shops.ts';

const SHOPS = 5;
const { shops, env, shop } = targetShops(SHOPS);
const names = Array.from({ length: SHOPS }, (_, index) => `shop-${index}`);

/** Answers no shop's first request before so many shops wait, and then with `answer`; returns how many waited at most. */
function meet(
  count: number,
  answer: (index: number) => { status: number } | undefined = () => undefined,
): () => number {
  let waiting = 0;
  let most = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  for (const [index, { bitcram }] of shops.entries()) {
    bitcram.intercept(async ({ endpoint, timesAsked }) => {
      if (endpoint !== 'checkouts' || timesAsked > 1) return undefined;
      waiting += 1;
      most = Math.max(most, waiting);
      if (waiting === count) open();
      await opened;
      waiting -= 1;
      return answer(index);
    });
  }
  return () => most;
}

test('TARGET_CONCURRENCY shops are brought up to date at once, each with its own run, report and lines', async () => {
  const most = meet(3);
  const result = await runJob(['sync', '--json'], { ...env, TARGET_CONCURRENCY: '3', LOG_LEVEL: 'debug' });
  expect(result.exitCode, result.stderr).toBe(0);
  expect(most()).toBe(3);
  const reports = reportsOf(result).sort((a, b) => (String(a['target']) < String(b['target']) ? -1 : 1));
  expect(reports).toMatchObject(
    names.map((target, index) => ({ target, inserted: index + 1, exit_code: 0 })),
  );
  for (const [index, each] of shops.entries()) expect(await each.rows()).toHaveLength(index + 1);
  // Each run's lines name it, and the last of them is its report.
  const runs = Map.groupBy(result.log, ({ run_id: id }) => id as string);
  expect(runs.size).toBe(SHOPS);
  for (const [id, lines] of runs) {
    expect(new Set(lines.map(({ target }) => target)).size).toBe(1);
    expect(lines.at(-1)).toMatchObject({ event: 'run.finished', run_id: id });
  }
});

test('shops whose API is down are waited for together, and stop no other', async () => {
  const most = meet(SHOPS, (index) => (index === 2 ? undefined : { status: 503 }));
  const job = { ...env, TARGET_CONCURRENCY: String(SHOPS), HTTP_ATTEMPTS: '1' };
  const result = await runJob(['sync', '--json'], job);
  expect(most()).toBe(SHOPS);
  expect(result.exitCode).toBe(69);
  const codes = new Map(reportsOf(result).map(({ target, exit_code: code }) => [target, code]));
  expect(codes).toEqual(new Map(names.map((name) => [name, name === 'shop-2' ? 0 : 69])));
});

test('SIGTERM stops those at work, each with a report, and starts no further one', async () => {
  shop(0).bitcram.intercept(() => () => undefined);
  shop(1).bitcram.intercept(() => () => undefined);
  const job = startJob(['sync', '--json'], { ...env, TARGET_CONCURRENCY: '2' });
  const areAsked = () => shops.slice(0, 2).every(({ bitcram }) => bitcram.requests.length > 0);
  await vi.waitUntil(areAsked, { timeout: 20_000 });
  job.process.kill('SIGTERM');
  const result = await job.done;
  expect(result.exitCode, result.stderr).toBe(143);
  const reports = reportsOf(result);
  expect(new Set(reports.map(({ target }) => target))).toEqual(new Set(['shop-0', 'shop-1']));
  expect(reports.map(({ exit_code: code }) => code)).toEqual([143, 143]);
  expect(result.log.at(-1)).toMatchObject({
    event: 'targets.left',
    message: 'stopped before 3 targets: shop-2, shop-3, shop-4',
  });
});

test('a person sees lines that name their target, in place of one display for several', async () => {
  const { exitCode, raw } = await jobOnTerminal(['sync'], { ...env, TARGET_CONCURRENCY: '5' });
  expect(exitCode, raw).toBe(0);
  for (const name of names) expect(raw).toMatch(new RegExp(`${name}: Done in`));
});

test('one at a time is the default, and a number that is none is 78 with one report', async () => {
  const most = meet(1);
  expect((await runJob(['sync', '--json'], env)).exitCode).toBe(0);
  expect(most()).toBe(1);
  const wrong = await runJob(['sync', '--json'], { ...env, TARGET_CONCURRENCY: 'all' });
  expect(wrong.exitCode).toBe(78);
  expect(reportsOf(wrong)).toMatchObject([{ target: null, exit_code: 78 }]);
  expect(reportsOf(wrong)[0]?.['reason']).toContain('TARGET_CONCURRENCY must be');
});
