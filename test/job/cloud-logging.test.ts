import { expect, test } from 'vitest';
import { goods, offer } from '../support/goods.ts';
import { type JobResult, runJob } from '../support/job.ts';
import { onceListening } from '../support/preload.ts';
import { sharedShop } from '../support/test-shop.ts';

const shop = await sharedShop();
offer(shop, goods(3));

const CLOUD_RUN = {
  CLOUD_RUN_JOB: 'inventory-sync',
  CLOUD_RUN_EXECUTION: 'inventory-sync-x7k2p',
  CLOUD_RUN_TASK_INDEX: '0',
  CLOUD_RUN_TASK_COUNT: '1',
  CLOUD_RUN_TASK_ATTEMPT: '2',
};
const ERROR_TYPE = 'type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent';
const LABELS = 'logging.googleapis.com/labels';
const TRACE = 'logging.googleapis.com/trace';

const run = (env: Record<string, string>, ...args: string[]): Promise<JobResult> =>
  runJob(args.length > 0 ? args : ['sync'], { ...shop.env, ...env });

/** One line an event: all of stderr is JSON, a line each. */
function expectOneLineEach({ stderr, log }: JobResult): void {
  expect(log, stderr).toHaveLength(stderr.trimEnd().split('\n').length);
}

test('in Cloud Run every line has severity, message, time, and the labels of its execution and task', async () => {
  const result = await run({ ...CLOUD_RUN, LOG_LEVEL: 'debug' });
  expect(result.exitCode, result.stderr).toBe(0);
  expectOneLineEach(result);
  for (const line of result.log) {
    for (const key of ['severity', 'message', 'time']) expect(line[key]).toBeTypeOf('string');
    expect(line[LABELS]).toEqual({ execution: 'inventory-sync-x7k2p', task: '0', attempt: '2' });
    expect(line).not.toHaveProperty(TRACE);
  }
});

test('a trace that is handed over stands on every line, one that is none on none', async () => {
  const id = '4bf92f3577b34da6a3ce929d0e0e4736';
  const traced = await run({ ...CLOUD_RUN, TRACEPARENT: `00-${id}-00f067aa0ba902b7-01` });
  for (const line of traced.log) expect(line[TRACE]).toBe(`projects/test-project/traces/${id}`);
  const untraced = await run({ ...CLOUD_RUN, TRACEPARENT: 'yes' });
  for (const line of untraced.log) expect(line).not.toHaveProperty(TRACE);
});

test('in Cloud Run an error is told once, in the shape of Error Reporting, and its report is no second one', async () => {
  const result = await run({ ...CLOUD_RUN, CHECKOUT: '99' });
  expect(result.exitCode, result.stderr).toBe(78);
  expectOneLineEach(result);
  const reported = result.log.filter((line) => line['@type'] === ERROR_TYPE);
  expect(reported).toMatchObject([
    { severity: 'ERROR', serviceContext: { service: 'inventory-sync', version: '0.1.0' }, exit_code: 78 },
  ]);
  expect(reported[0]?.['message']).toContain('99');
  expect(reported[0]).not.toHaveProperty('stack_trace');
  expect(result.log.at(-1)).toMatchObject({ event: 'run.finished', severity: 'ERROR' });
});

test('on a laptop the lines are without all that', async () => {
  for (const { log } of [await run({ CHECKOUT: '99' }), await run({})]) {
    for (const line of log) {
      for (const key of [LABELS, TRACE, '@type', 'serviceContext']) expect(line).not.toHaveProperty(key);
    }
  }
});

test("a warning of Node's is one line of the log, with the run that it fell into", async () => {
  const code = `process.emitWarning('received unexpected error =\\n  all\\n  at once', 'MetadataLookupWarning');`;
  const result = await run({ ...CLOUD_RUN, NODE_OPTIONS: onceListening(code) });
  expect(result.exitCode, result.stderr).toBe(0);
  expectOneLineEach(result);
  const warnings = result.log.filter(({ warning }) => warning !== undefined);
  expect(warnings).toMatchObject([
    {
      severity: 'WARNING',
      warning: 'MetadataLookupWarning',
      message: 'received unexpected error = all at once',
    },
  ]);
});

test.each([
  ['an exception that nobody catches', `throw new Error('all\\nis lost with simulated-secret');`],
  ['a rejection that nobody hears', `Promise.reject(new Error('all\\nis lost with simulated-secret'));`],
])('%s is one line, without a secret, and ends the process with 70', async (_what, code) => {
  // Once the job has read its environment, and with it what is to be hidden.
  shop.bitcram.intercept(() => () => undefined);
  const late = `setTimeout(() => { ${code} }, 1500);`;
  const result = await run({ ...CLOUD_RUN, NODE_OPTIONS: onceListening(late) });
  shop.bitcram.intercept();
  expect(result.exitCode, result.stderr).toBe(70);
  expectOneLineEach(result);
  const last = result.log.at(-1);
  expect(last).toMatchObject({ severity: 'CRITICAL', '@type': ERROR_TYPE, exit_code: 70 });
  expect(last?.['message']).toMatch(/^unexpected: all.*is lost with \[hidden\]/);
  expect(last?.['stack_trace']).toContain('    at ');
  expect(result.stderr).not.toContain('simulated-secret');
});

test('wrong usage, which a person reads in several lines, is one line in Cloud Run', async () => {
  const result = await run(CLOUD_RUN, 'sync', '--mode', 'half');
  expect(result.exitCode).toBe(64);
  expect(result.log).toHaveLength(1);
  expectOneLineEach(result);
  expect(result.log[0]).toMatchObject({ severity: 'ERROR', exit_code: 64 });
  expect(result.log[0]?.['message']).toContain('--mode');
});
