import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allVariables } from '../../src/cli/variables.ts';

const FOLDER = new URL('../../deploy/', import.meta.url);
const SCRIPT = fileURLToPath(new URL('gcloud.sh', FOLDER));

const NEEDED = {
  PROJECT: 'shop',
  REGION: 'southamerica-east1',
  INSTANCE: 'main',
  SCHEMA: 'bitcram',
  URL_BITCRAM: 'https://shop.bitcram.example',
  CHECKOUT: '1',
};
const EVERYTHING = {
  ...NEEDED,
  URL_PUBLICATIONS: 'https://publications.example/webhooks',
  USER_BITCRAM: 'sync@shop.example',
  SHOPIFY_URL: 'https://shop.myshopify.com',
  SHOPIFY_LOCATION_ID: '61000000001',
  SALES_IN_SOURCE: 'yes',
  MARKETPLACE_ORDERS_IN_SOURCE: 'no',
  SALES_WORKER: 'yes',
  FLASH_SCHEDULE: '* * * * *',
  PAGE_BUCKET: 'shop-page',
  PAGE_READER: 'user:owner@shop.example',
  ALERT_CHANNEL: 'number',
};

const terraform = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.tf'))
  .map((name) => readFileSync(new URL(name, FOLDER), 'utf8'))
  .join('\n');

let folder: string;
/** Stands in for gcloud: writes down what it is asked for, and refuses what GCLOUD_REFUSES names. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gcloud-test-'));
  const lines = [
    '#!/bin/sh',
    `printf '%s\\t' "$@" >> ${folder}/asked; echo >> ${folder}/asked`,
    'case "$*" in *"${GCLOUD_REFUSES:-nothing}"*) exit 1 ;; esac',
  ];
  writeFileSync(join(folder, 'gcloud'), `${lines.join('\n')}\n`, { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  exitCode: number | null;
  stderr: string;
  /** Each call's words, without the project that all have. */
  calls: string[][];
}

function run(env: Readonly<Record<string, string>>): Outcome {
  const asked = join(folder, 'asked');
  writeFileSync(asked, '');
  const path = [folder, process.env['PATH']].join(delimiter);
  const { status, stderr } = spawnSync(SCRIPT, { env: { PATH: path, ...env }, encoding: 'utf8' });
  const lines = readFileSync(asked, 'utf8').split('\n').filter(Boolean);
  const calls = lines.map((line) => line.split('\t').filter(Boolean));
  for (const [project] of calls) expect(project).toBe('--project=shop');
  return { exitCode: status, stderr, calls: calls.map((words) => words.slice(1)) };
}

/** The calls that begin so, by the word that follows. */
function named(calls: readonly string[][], begin: string): Map<string, string[]> {
  const found = calls.filter((words) => words.join(' ').startsWith(`${begin} `));
  const length = begin.split(' ').length;
  return new Map(found.map((words) => [words[length] ?? '', words.slice(length + 1)]));
}

test('it makes the jobs of Terraform, each with its own account, and gives them variables that the program knows', async () => {
  const jobs = named(run(EVERYTHING).calls, 'run jobs create');
  const accounts = [...terraform.matchAll(/\b(\w+) += "Runs /g)];
  expect([...jobs.keys()].sort()).toEqual(accounts.map(([, name]) => `bitcram-${name}`).sort());
  const known = ['LANG', ...Object.keys(await allVariables())];
  for (const [name, words] of jobs) {
    expect(words).toContain('--max-retries=0');
    expect(words).toContain(`--service-account=${name}@shop.iam.gserviceaccount.com`);
    const [, given = ''] = /^--set-env-vars=(.*)$/m.exec(words.join('\n')) ?? [];
    for (const one of given.split(',')) expect(known).toContain(one.split('=')[0]);
  }
});

test('it grants the roles of Terraform and turns on the same services', () => {
  const { calls } = run(EVERYTHING);
  const asked = calls.flat().join('\n');
  const rolesIn = (text: string): string[] => [...new Set(text.match(/\broles\/[a-z][\w.]+/gi))].sort();
  expect(rolesIn(asked)).toEqual([...rolesIn(terraform), 'roles/bitcramTokenRenewal'].sort());
  const servicesIn = (text: string): string[] =>
    [...new Set(text.match(/^ *"?(\w+\.googleapis\.com)\b/gm))].map((one) => one.replace(/[ "]/g, '')).sort();
  expect(servicesIn(asked)).toEqual(servicesIn(terraform));
});

test('a schedule is paused as soon as it is made', () => {
  const { calls } = run(EVERYTHING);
  const made = [...named(calls, 'scheduler jobs create http').keys()];
  expect(made).toEqual([
    ...['bitcram-sync', 'bitcram-flash', 'bitcram-listings', 'bitcram-renew', 'bitcram-reader'],
  ]);
  expect([...named(calls, 'scheduler jobs pause').keys()]).toEqual(made);
});

test('listings are read each night where there is a marketplace, by the job of sync', () => {
  const { calls } = run({ ...NEEDED, SHOPIFY_URL: 'https://shop.myshopify.com' });
  const made = named(calls, 'scheduler jobs create http');
  expect([...made.keys()]).toEqual(['bitcram-sync', 'bitcram-listings']);
  const words = made.get('bitcram-listings') ?? [];
  expect(words).toContain('--schedule=15 4 * * *');
  const body = words.find((word) => word.startsWith('--message-body='))?.replace('--message-body=', '') ?? '';
  expect(JSON.parse(body)).toEqual({
    overrides: { containerOverrides: [{ args: ['listings', 'pull'] }] },
  });
  expect(words.join(' ')).toContain('/jobs/bitcram-sync:run');
  expect([...named(run(NEEDED).calls, 'scheduler jobs create http').keys()]).toEqual(['bitcram-sync']);
});

test('whole runs are rarer beside a flash, unless SCHEDULE says when they are', () => {
  const scheduled = (env: Readonly<Record<string, string>>): string | undefined =>
    named(run(env).calls, 'scheduler jobs create http')
      .get('bitcram-sync')
      ?.find((word) => word.startsWith('--schedule='));
  expect(scheduled(NEEDED)).toBe('--schedule=*/5 * * * *');
  expect(scheduled(EVERYTHING)).toBe('--schedule=*/30 * * * *');
  expect(scheduled({ ...EVERYTHING, SCHEDULE: '7 * * * *' })).toBe('--schedule=7 * * * *');
});

test('PAGE_LANGUAGE is that of the page and of the alerts', () => {
  const jobs = (env: Readonly<Record<string, string>>) => named(run(env).calls, 'run jobs create');
  expect(jobs(EVERYTHING).get('bitcram-sync')?.join(' ')).toContain(',LANG=es,');
  const english = jobs({ ...EVERYTHING, PAGE_LANGUAGE: 'en' });
  expect(english.get('bitcram-sync')?.join(' ')).toContain(',LANG=en,');
  expect(english.get('bitcram-reader')?.join(' ')).toContain('--args=--lang,en,report');
});

test('the worker begins with no instance, as the job of sync is, and both know where the token of the shop lies', async () => {
  const { calls } = run(EVERYTHING);
  const worker = named(calls, 'run worker-pools deploy').get('bitcram-sales-worker') ?? [];
  expect(worker).toEqual(
    expect.arrayContaining([
      '--args=sales-worker,--deliver-only',
      '--instances=0',
      '--service-account=bitcram-sync@shop.iam.gserviceaccount.com',
    ]),
  );
  const known = ['LANG', ...Object.keys(await allVariables())];
  const [, given = ''] = /^--set-env-vars=(.*)$/m.exec(worker.join('\n')) ?? [];
  for (const one of given.split(',')) expect(known).toContain(one.split('=')[0]);
  const sync = named(calls, 'run jobs create').get('bitcram-sync') ?? [];
  for (const words of [worker, sync])
    expect(words.join(' ')).toContain('SHOPIFY_TOKEN_SECRET_ID=bitcram-shopify');
  expect([...named(calls, 'secrets create').keys()]).toContain('bitcram-shopify');
});

test('where there is a till the worker takes its sales, from the RabbitMQ of a secret that sync knows too', () => {
  const { SALES_WORKER: _, ...rest } = EVERYTHING;
  const { calls } = run({ ...rest, TILL_SALES: 'yes' });
  const worker = named(calls, 'run worker-pools deploy').get('bitcram-sales-worker') ?? [];
  expect(worker).toContain('--args=sales-worker');
  const sync = named(calls, 'run jobs create').get('bitcram-sync') ?? [];
  for (const words of [worker, sync])
    expect(words.join(' ')).toContain(',RABBITMQ_URL_SECRET_ID=bitcram-rabbitmq');
  const readers = named(calls, 'secrets add-iam-policy-binding').get('bitcram-rabbitmq') ?? [];
  expect(readers).toContain('--member=serviceAccount:bitcram-sync@shop.iam.gserviceaccount.com');
  expect(run(EVERYTHING).calls.flat().join(' ')).not.toContain('rabbitmq');
});

test('Mercado Libre has its two secrets, and sync may put the next refresh token into one of them', () => {
  const { URL_PUBLICATIONS: _, USER_BITCRAM: __, SHOPIFY_URL: ___, ...rest } = EVERYTHING;
  const { calls } = run({ ...rest, MELI_CLIENT_ID: '7100000000000001' });
  expect([...named(calls, 'secrets create').keys()]).toEqual([
    'bitcram-token',
    'bitcram-meli',
    'bitcram-meli-refresh',
  ]);
  const renewing = calls.filter((words) => words.join(' ').includes('bitcramTokenRenewal'));
  expect(renewing.map((words) => words.slice(0, 4).join(' '))).toEqual([
    'iam roles create bitcramTokenRenewal',
    'secrets add-iam-policy-binding bitcram-meli-refresh --member=serviceAccount:bitcram-sync@shop.iam.gserviceaccount.com',
  ]);
  const worker = named(calls, 'run worker-pools deploy').get('bitcram-sales-worker') ?? [];
  const sync = named(calls, 'run jobs create').get('bitcram-sync') ?? [];
  for (const words of [worker, sync].map((each) => each.join(' '))) {
    expect(words).toContain('NOTIFY=off');
    expect(words).toContain('MELI_REFRESH_TOKEN_SECRET_ID=bitcram-meli-refresh,SALES_IN_SOURCE=yes');
  }
  const refused = run({ ...EVERYTHING, MELI_CLIENT_ID: '7100000000000001' });
  expect(refused).toMatchObject({ exitCode: 64, calls: [] });
});

test('uploads have a bucket, an account and secrets of their own, and a service once there is a key', async () => {
  const uploads = { ...NEEDED, UPLOADS_BUCKET: 'shop-uploads' };
  const before = run(uploads).calls;
  expect([...named(before, 'run deploy').keys()]).toEqual([]);
  expect([...named(before, 'iam service-accounts create').keys()]).toContain('bitcram-serve');
  expect([...named(before, 'storage buckets create').keys()]).toEqual(['gs://shop-uploads']);
  for (const secret of ['bitcram-api-tokens', 'bitcram-uploads-hmac']) {
    const readers = named(before, 'secrets add-iam-policy-binding').get(secret) ?? [];
    expect(readers).toContain('--member=serviceAccount:bitcram-serve@shop.iam.gserviceaccount.com');
  }
  const words =
    named(run({ ...uploads, UPLOADS_HMAC_ID: 'GOOG1EXAMPLE' }).calls, 'run deploy').get('bitcram-serve') ??
    [];
  expect(words).toEqual(
    expect.arrayContaining([
      ...['--args=serve', '--use-http2', '--port=8080', '--no-cpu-throttling', '--min-instances=1'],
      ...['--no-invoker-iam-check', '--service-account=bitcram-serve@shop.iam.gserviceaccount.com'],
    ]),
  );
  const [, given = ''] = /^--set-env-vars=(.*)$/m.exec(words.join('\n')) ?? [];
  const names = given.split(',').map((one) => one.split('=')[0] ?? '');
  const known = ['LANG', ...Object.keys(await allVariables())];
  for (const name of names) expect(known).toContain(name);
  // As Terraform has them.
  const wanted = ['telling', 'uploads'].flatMap((name) => {
    const [, given = ''] =
      new RegExp(`^ {2}${name} = \\{([^}]*)\\}`, 'm').exec(terraform.replaceAll(/\$\{[^}]*\}/g, '')) ?? [];
    return [...given.matchAll(/^\s+([A-Z][A-Z0-9_]+) +=/gm)].map(([, variable = '']) => variable);
  });
  expect(wanted.length).toBeGreaterThan(6);
  expect(names).toEqual(expect.arrayContaining(wanted));
});

test('what is not asked for is not made', () => {
  const { exitCode, calls } = run(NEEDED);
  expect(exitCode).toBe(0);
  const jobs = named(calls, 'run jobs create');
  expect([...jobs.keys()]).toEqual(['bitcram-migrate', 'bitcram-sync']);
  expect(jobs.get('bitcram-sync')?.join(' ')).toContain('NOTIFY=off');
  expect([...named(calls, 'secrets create').keys()]).toEqual(['bitcram-token']);
  expect(calls.flat().join(' ')).not.toMatch(
    /bitcram-renew|bitcram-reader|worker-pools|run deploy|bitcram-serve|SHOPIFY|MELI|gs:/,
  );
});

test('with passwords each job of the database has its secret, and no user is made', () => {
  const { calls } = run({ ...EVERYTHING, DATABASE_LOGIN: 'PASSWORD' });
  expect([...named(calls, 'secrets create').keys()]).toEqual(
    expect.arrayContaining(['bitcram-db-sync', 'bitcram-db-migrate', 'bitcram-db-reader']),
  );
  expect(named(calls, 'sql users create').size).toBe(0);
});

test('what gcloud refuses is told at the end, and keeps nothing else from being made', () => {
  const { exitCode, stderr, calls } = run({ ...NEEDED, GCLOUD_REFUSES: 'secrets create' });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('refused: gcloud secrets create bitcram-token');
  expect(calls).toHaveLength(run(NEEDED).calls.length);
});

test('without a variable that it needs it makes nothing', () => {
  const { exitCode, stderr, calls } = run({ ...NEEDED, INSTANCE: '' });
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('INSTANCE');
  expect(calls).toEqual([]);
});
