import { readdirSync, readFileSync } from 'node:fs';
import { parse } from '@cdktn/hcl2json';
import { beforeAll, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { UnavailableError } from '../../src/platform/errors.ts';
import { failedReport } from '../../src/runs/report.ts';
import { DOING, inEnglish } from '../support/words.ts';
import { commands } from '../../src/cli/rooms.ts';
import { allVariables } from '../../src/cli/variables.ts';

const FOLDER = new URL('../../deploy/', import.meta.url);

type Block = Record<string, unknown>;
/** Kind, then type or name, then name: how the parser gives blocks. */
type Tree = Record<string, Record<string, Record<string, Block[]>>>;

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.tf'));
const text = files.map((name) => readFileSync(new URL(name, FOLDER), 'utf8')).join('\n');
const guide = readFileSync(new URL('../docs/deploy.md', FOLDER), 'utf8');
let tree: Tree;
beforeAll(async () => {
  tree = (await parse('deploy.tf', text)) as Tree;
});

function resource(type: string, name: string): Block {
  const [found] = tree['resource']?.[type]?.[name] ?? [];
  if (found === undefined) throw new Error(`deploy/ has no ${type}.${name}`);
  return found;
}

/** A nested block: "template" of a job. */
function inside(block: Block, ...path: string[]): Block {
  return path.reduce((outer, name) => (outer[name] as Block[])[0] as Block, block);
}

test('what is referred to is declared, and what is declared is used', () => {
  const used = (pattern: RegExp): string[] =>
    [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();
  expect(used(/\bvar\.(\w+)/g)).toEqual(Object.keys(tree['variable'] ?? {}).sort());
  const locals = (tree['locals'] as unknown as Block[]).flatMap((block) => Object.keys(block));
  expect(used(/\blocal\.(\w+)/g)).toEqual(locals.sort());
  const resources = Object.entries(tree['resource'] ?? {}).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
  // What was moved is named by what it was, too.
  const referred = used(/(?<!data\.|from = )\b(google_\w+\.\w+)/g);
  expect(referred.filter((name) => !resources.includes(name))).toEqual([]);
});

test('every variable says what it is', () => {
  for (const [name, [block]] of Object.entries(tree['variable'] ?? {}) as unknown as [string, Block[]][]) {
    expect(block?.['description'], name).toMatch(/^[A-Z].*\.$/);
  }
});

test("what is tested is not changed by the deployment's own terraform.tfvars", () => {
  const tests = readFileSync(new URL('deploy.tftest.hcl', FOLDER), 'utf8');
  const [, given = ''] = /^variables \{\n([^]*?)^\}/m.exec(tests) ?? [];
  const named = [...given.matchAll(/^ {2}(\w+)\s+=/gm)].map(([, name = '']) => name);
  expect(named.sort()).toEqual(Object.keys(tree['variable'] ?? {}).sort());
});

test('docs/deploy.md applies everything at once, and sets every variable that has no default', () => {
  expect(guide).not.toContain(' -target');
  const [, settings = ''] = /<<END\n([^]*?)\nEND\n/.exec(guide) ?? [];
  const set = [...settings.matchAll(/^(\w+) +=/gm)].map(([, name = '']) => name);
  const variables = Object.entries(tree['variable'] ?? {}) as unknown as [string, Block[]][];
  const needed = variables.filter(([, [block]]) => !('default' in (block ?? {}))).map(([name]) => name);
  expect(set).toEqual(expect.arrayContaining(needed));
  const named = [...set, ...[...guide.matchAll(/\b([a-z]+(?:_[a-z]+)*) += /g)].map(([, name = '']) => name)];
  expect(Object.keys(tree['variable'] ?? {})).toEqual(expect.arrayContaining(named));
});

test('schedules are paused, and nothing is needed that does not exist yet, until docs/deploy.md switches them on', () => {
  expect(tree['variable']?.['running']).toMatchObject([{ default: false }]);
  expect(resource('google_cloud_scheduler_job', 'schedule')['paused']).toBe('${!var.running}');
  for (const name of ['silent', 'pending']) {
    expect(resource('google_monitoring_alert_policy', name)['count']).toBe('${var.running ? 1 : 0}');
  }
  const [applied, switchedOn] = [guide.indexOf(' apply\n'), guide.indexOf("'running = true' >>")];
  for (const needed of [
    'secrets versions add',
    '2-migrate.sql',
    'builds submit',
    '3-sync.sql',
    '--args=doctor',
  ]) {
    expect(guide.indexOf(needed), needed).toBeGreaterThan(applied);
    expect(guide.indexOf(needed), needed).toBeLessThan(switchedOn);
  }
});

test('the page is written by a job with the rights of the reader into a bucket that cannot be made public', () => {
  expect(resource('google_storage_bucket', 'page')).toMatchObject({
    uniform_bucket_level_access: true,
    public_access_prevention: 'enforced',
  });
  const [, args = ''] = /reader = \{\s+args = \[(.*)\]/.exec(text) ?? [];
  expect(args).toContain('"report", "--out", "/page/index.html"');
  const task = inside(resource('google_cloud_run_v2_job', 'job'), 'template', 'template');
  const [gcs] = inside(task['dynamic'] as Block, 'volumes', 'content')['gcs'] as Block[];
  expect(gcs?.['mount_options']).toEqual(['uid=1000', 'gid=1000']);
  const grants = readFileSync(new URL('grants/4-reader.sql', FOLDER), 'utf8');
  expect(grants).toContain("TO 'bitcram-reader'@'%'");
});

test('a job is never retried, has a time limit, and runs as an account of its own', () => {
  const task = inside(resource('google_cloud_run_v2_job', 'job'), 'template', 'template');
  expect(task).toMatchObject({
    max_retries: 0,
    timeout: '${var.task_timeout_s}s',
    service_account: '${google_service_account.job[each.key].email}',
  });
});

test('a schedule may start its own job and no other, and does not repeat a start', () => {
  expect(resource('google_cloud_run_v2_job_iam_member', 'scheduler')).toMatchObject({
    name: '${google_cloud_run_v2_job.job[each.key].name}',
    role: 'roles/run.invoker',
    member: '${google_service_account.scheduler[each.key].member}',
  });
  const invokers = Object.values(tree['resource'] ?? {})
    .flatMap((named) => Object.values(named).flat())
    .filter(({ role }) => role === 'roles/run.invoker');
  expect(invokers).toHaveLength(1);
  const schedule = resource('google_cloud_scheduler_job', 'schedule');
  expect(inside(schedule, 'retry_config')['retry_count']).toBe(0);
});

test('the roles are these and no others', () => {
  const roles = text.match(/(?<=")roles\/[\w.]+(?=")/g);
  expect(new Set(roles)).toEqual(
    new Set([
      ...['roles/cloudsql.client', 'roles/cloudsql.instanceUser', 'roles/secretmanager.secretAccessor'],
      ...['roles/run.invoker', 'roles/run.developer', 'roles/iam.serviceAccountUser'],
      'roles/run.jobsExecutorWithOverrides',
      ...['roles/artifactregistry.writer', 'roles/logging.logWriter', 'roles/run.viewer'],
      ...['roles/storage.objectViewer', 'roles/storage.objectUser'],
    ]),
  );
  const renew = resource('google_project_iam_custom_role', 'renew');
  expect(renew['permissions']).not.toContain('secretmanager.versions.destroy');
});

test('no secret has a value here, and no database user a password', () => {
  const types = Object.keys(tree['resource'] ?? {});
  expect(types).not.toContain('google_secret_manager_secret_version');
  expect(
    Object.keys(resource('google_sql_user', 'account')).filter((name) => name.startsWith('password')),
  ).toEqual([]);
});

test('the jobs are given variables that the program knows', async () => {
  const given = [...text.matchAll(/^\s+(?:\{ )?([A-Z][A-Z_]+)\s*= /gm)].map(([, name = '']) => name);
  const known = ['LANG', ...Object.keys(await allVariables())];
  expect(given.length).toBeGreaterThan(10);
  expect(given.filter((name) => !known.includes(name))).toEqual([]);
});

test('what is counted from the log is in the report', () => {
  const metrics = /metrics = \{([^}]*)\}/.exec(text)?.[1] ?? '';
  const counted = [...metrics.matchAll(/(\w+)\s+= "/g)].map(([, name = '']) => name);
  const identity = { runId: '1', command: 'sync' as const, target: null };
  const report = failedReport(identity, new UnavailableError(DOING), 0, inEnglish);
  expect(counted).toContain('dead');
  for (const name of [...counted, 'dry_run']) expect(report).toHaveProperty(name);
  expect(text).toContain(`jsonPayload.event=\\"${report.event}\\"`);
});

test('a worker is made where it is asked for alone, with no instance until all is ready, as the account of sync', () => {
  const worker = resource('google_cloud_run_v2_worker_pool', 'sales');
  expect(worker['count']).toBe('${local.with_worker ? 1 : 0}');
  expect(text).toMatch(/^ {2}with_worker += var\.sales_worker \|\| local\.with_till$/m);
  for (const name of ['sales_worker', 'till_sales'])
    expect(tree['variable']?.[name]).toMatchObject([{ default: false }]);
  expect(inside(worker, 'scaling')['manual_instance_count']).toBe('${var.running ? 1 : 0}');
  const template = inside(worker, 'template');
  expect(template['service_account']).toBe('${google_service_account.job["sync"].email}');
  expect(inside(template, 'containers')['args']).toBe(
    '${local.with_till ? ["sales-worker"] : ["sales-worker", "--deliver-only"]}',
  );
});

test('a worker is asked where it answers, whether it handles its events, and never whether others do', () => {
  const container = inside(resource('google_cloud_run_v2_worker_pool', 'sales'), 'template', 'containers');
  const [, port = ''] =
    /HEALTH_LISTEN = "0\.0\.0\.0:(\d+)"/.exec(JSON.stringify(container['dynamic']).replaceAll('\\', '')) ??
    [];
  for (const name of ['startup_probe', 'liveness_probe']) {
    expect(inside(container, name, 'http_get'), name).toEqual({ path: '/healthz', port: Number(port) });
  }
});

test('the address of RabbitMQ is a secret, which the worker and the job of sync read by its name', () => {
  const name = 'bitcram-rabbitmq';
  expect(text).toContain(`local.with_till ? { "${name}" = ["sync"] } : {}`);
  expect(text).toContain(`till = local.with_till ? { RABBITMQ_URL_SECRET_ID = "${name}" } : {}`);
  const [, sync = ''] = /\bsync = \{([^]*?)\n {6}\}/.exec(text) ?? [];
  expect(sync).toContain('local.till,');
  const container = inside(resource('google_cloud_run_v2_worker_pool', 'sales'), 'template', 'containers');
  expect(JSON.stringify(container['dynamic'])).toContain('local.till');
});

test('what the internet reaches has an account of its own, which reads no secret and no table of the shop', () => {
  const serve = resource('google_cloud_run_v2_service', 'serve');
  expect(serve['count']).toBe('${local.with_serve ? 1 : 0}');
  expect(text).toMatch(/^ {2}with_serve += local\.with_uploads && var\.running$/m);
  const template = inside(serve, 'template');
  expect(template['service_account']).toBe('${google_service_account.job["serve"].email}');
  expect([...text.matchAll(/"([\w-]+)" = \["serve"\]/g)].map(([, name]) => name)).toEqual([
    'bitcram-api-tokens',
    'bitcram-uploads-hmac',
  ]);
  const grants = readFileSync(new URL('grants/5-serve.sql', FOLDER), 'utf8');
  const tables = [...grants.matchAll(/ON bitcram\.(\S+) TO 'bitcram-serve'/g)].map(([, table = '']) => table);
  expect(tables).toContain('upload_task');
  expect(
    tables.filter((table) => !/^(?:upload_\w+|catalog_item|sync_(?:migration|alert)|\*)$/.test(table)),
  ).toEqual([]);
  expect(grants).toMatch(/^GRANT CREATE TEMPORARY TABLES ON bitcram\.\* /m);
  expect(resource('google_storage_bucket', 'uploads')).toMatchObject({
    uniform_bucket_level_access: true,
    public_access_prevention: 'enforced',
  });
});

test('serve speaks HTTP/2, works between requests, and is asked for its health where it listens', () => {
  const container = inside(resource('google_cloud_run_v2_service', 'serve'), 'template', 'containers');
  expect(inside(container, 'ports')).toEqual({ name: 'h2c', container_port: 8080 });
  expect(inside(container, 'resources')['cpu_idle']).toBe(false);
  expect(text).toMatch(/LISTEN += "0\.0\.0\.0:8080"/);
  for (const name of ['startup_probe', 'liveness_probe']) {
    expect(inside(container, name, 'http_get'), name).toEqual({ path: '/healthz', port: 8080 });
  }
  const scaling = inside(resource('google_cloud_run_v2_service', 'serve'), 'template', 'scaling');
  expect(scaling['min_instance_count']).toBe(1);
});

test('Cloud Build deploys the jobs that are made here', () => {
  const { substitutions } = parseYaml(readFileSync(new URL('../cloudbuild.yaml', FOLDER), 'utf8')) as {
    substitutions: Record<string, string>;
  };
  expect(resource('google_cloud_run_v2_job', 'job')['name']).toBe('bitcram-${each.key}');
  const named = [substitutions['_MIGRATE_JOB'], ...(substitutions['_JOBS']?.split(' ') ?? [])];
  expect(named).toEqual(['bitcram-migrate', 'bitcram-sync']);
  const [, jobs = ''] = /jobs = merge\(([^]*?)\n {2}\)/.exec(text) ?? [];
  const run = [...jobs.matchAll(/args\s*= \[(.*)\]/g)].map(([, args = '']) =>
    commands.map(({ name }) => name).find((name) => args.includes(`"${name}"`)),
  );
  expect(run).toEqual(['sync', 'migrate', 'renew-token', 'report']);
});
