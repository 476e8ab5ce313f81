import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../dev/database/throwaway.ts';
import { readFlags } from '../../dev/simulate/flags.ts';
import { commands } from '../../src/cli/rooms.ts';
import { allVariables } from '../../src/cli/variables.ts';
import { openSchema } from '../support/database.ts';
import { startJob } from '../support/job.ts';
import { PROJECT } from '../support/project.ts';
import { brokerOfFile } from '../support/rabbitmq.ts';
import { until } from '../support/sales-worker.ts';
import { csvOf } from '../support/uploads/rows.ts';
import { ask, migratedSchema, upload } from '../support/uploads/server.ts';

interface Service {
  image: string;
  build?: string | { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string>;
  network_mode?: string;
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  restart: string;
  volumes?: string[];
}

const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8');
const compose = parse(read('compose.yaml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
};
const { services } = compose;
const serviceOf = (name: string): Service => {
  const found = services[name];
  if (found === undefined) throw new Error(`compose.yaml has no service ${name}`);
  return found;
};
/** Those that run the product's own image. */
const ofProgram = Object.entries(services).filter(([, { build }]) => build === '.');
const environment = serviceOf('worker').environment ?? {};
/** They speak with the database alone. */
const OF_UPLOADS = ['serve', 'upload-worker'];
const ofUploads = serviceOf('serve').environment ?? {};
const broker = brokerOfFile();

test('it is what the Compose Specification allows, which refuses a word that it does not know', () => {
  const { $schema: _, ...schema } = JSON.parse(read('dev/data/compose/compose-spec.json')) as object & {
    $schema: string;
  };
  const isCompose = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  expect(isCompose(compose), JSON.stringify(isCompose.errors)).toBe(true);
  const { worker, ...others } = services;
  expect(isCompose({ services: { ...others, worker: { ...worker, restarts: 'always' } } })).toBe(false);
  expect(isCompose({ services: { ...others, worker: { ...worker, depends_on: { mysql: {} } } } })).toBe(
    false,
  );
});

test('each service of the program runs a command of it, with variables that it knows', async () => {
  expect(ofProgram.map(([name]) => name)).toEqual([
    ...['migrate', 'sync', 'listings', 'worker'],
    ...OF_UPLOADS,
  ]);
  const names = commands.map(({ parent, name }) => (parent === undefined ? name : `${parent} ${name}`));
  for (const [, { command = [] }] of ofProgram) {
    expect(names).toContain(command.filter((word) => !word.startsWith('-')).join(' '));
  }
  expect(serviceOf('worker').command).toEqual(['sales-worker']);
  const known = Object.keys(await allVariables());
  for (const given of [environment, ofUploads]) {
    expect(Object.keys(given).filter((name) => !known.includes(name))).toEqual([]);
  }
});

test('nothing is open to other machines, and what is not there is neither mounted nor waited for', () => {
  for (const [name, { ports = [], volumes = [], depends_on = {}, network_mode }] of Object.entries(
    services,
  )) {
    for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    for (const volume of volumes) expect(Object.keys(compose.volumes), name).toContain(volume.split(':')[0]);
    for (const other of Object.keys(depends_on)) expect(Object.keys(services), name).toContain(other);
    if (network_mode !== undefined) expect(Object.keys(services)).toContain(network_mode.split(':')[1]);
  }
  // Elsewhere a token in plain text is refused.
  for (const [name, { network_mode }] of ofProgram) {
    expect(network_mode, name).toBe(OF_UPLOADS.includes(name) ? undefined : 'service:simulators');
  }
});

test('the worker waits for the tables, the stock and the listings, and for what must be healthy', () => {
  const waitsFor = (name: string): string[] =>
    Object.entries(serviceOf(name).depends_on ?? {}).flatMap(([other, { condition }]) => {
      const { healthcheck, restart } = serviceOf(other);
      if (condition === 'service_healthy') expect(healthcheck?.test[0], other).toBe('CMD');
      else expect([condition, restart], other).toEqual(['service_completed_successfully', 'no']);
      return [...waitsFor(other), other];
    });
  expect(new Set(waitsFor('worker'))).toEqual(
    new Set(['rabbitmq', 'mysql', 'simulators', 'migrate', 'sync', 'listings']),
  );
  for (const [name, { restart }] of Object.entries(services)) {
    expect(restart, name).toBe(['migrate', 'sync', 'listings'].includes(name) ? 'no' : 'unless-stopped');
  }
});

test('the passwords of the servers are those that the program is given', () => {
  const { RABBITMQ_DEFAULT_USER: user, RABBITMQ_DEFAULT_PASS: password } =
    serviceOf('rabbitmq').environment ?? {};
  expect(environment['RABBITMQ_URL']).toBe(`amqp://${user}:${password}@rabbitmq:5672/`);
  expect(serviceOf('mysql').environment).toMatchObject({
    MYSQL_DATABASE: environment['NAME_DB'],
    MYSQL_USER: environment['USER_DB'],
    MYSQL_PASSWORD: environment['PASSWORD_DB'],
  });
  for (const name of ['HOST_DB', 'NAME_DB', 'USER_DB', 'PASSWORD_DB'])
    expect(ofUploads[name]).toBe(environment[name]);
  expect(environment['HOST_DB']).toBe('mysql');
});

test(
  'its services, as processes with its variables: the till sells, and both marketplaces follow',
  { timeout: 180_000 },
  async () => {
    const schema = await openSchema();
    onTestFinished(() => schema.drop());
    const user = `c_${schema.name}`;
    const { USER_DB: _user, PASSWORD_DB: password, ...server } = { ...schema.env, ...pick('PASSWORD_DB') };
    await schema.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`);
    onTestFinished(async () => void (await schema.query(`DROP USER '${user}'@'%'`)));
    await schema.query(`GRANT ALL ON ${schema.name}.* TO '${user}'@'%'`);
    const printed = await startSimulators(broker.url);
    // It says the same as compose.yaml, but for the ports, and for what compose.yaml does not want.
    const { port, shopify, mercadoLibre } = readFlags(simulatorArgs()) ?? {};
    const usual: Record<string, number | undefined> = {
      URL_BITCRAM: port,
      SHOPIFY_URL: shopify?.port,
      MELI_URL: mercadoLibre?.port,
      RABBITMQ_URL: undefined,
    };
    const { URL_PUBLICATIONS: _url, SECRET_PUBLICATIONS: _secret, ...wanted } = printed;
    for (const [name, value] of Object.entries(wanted)) {
      if (!(name in usual)) expect(environment[name], name).toBe(value);
      else if (usual[name] !== undefined)
        expect(environment[name], name).toBe(value.replace(/\d+$/, String(usual[name])));
    }

    const listening = `127.0.0.1:${await freePort()}`;
    const env = {
      ...environment,
      ...wanted,
      ...server,
      HEALTH_LISTEN: listening,
      USER_DB: user,
      PASSWORD_DB: password ?? '',
    };
    for (const name of ['migrate', 'sync', 'listings']) {
      const { exitCode, stderr } = await startJob(serviceOf(name).command ?? [], env).done;
      expect(exitCode, `${name}: ${stderr}`).toBe(0);
    }
    const worker = startJob(serviceOf('worker').command ?? [], env);
    onTestFinished(() => void worker.process.kill('SIGKILL'));
    await until(async () => {
      expect((await schema.query('SELECT * FROM sale')).length).toBeGreaterThan(3);
      expect(
        await schema.query(
          'SELECT channel FROM channel_listing WHERE last_sent_at IS NOT NULL GROUP BY channel ORDER BY channel',
        ),
      ).toEqual([{ channel: 'mercadolibre' }, { channel: 'shopify' }]);
    });
    const [, ...check] = serviceOf('worker').healthcheck?.test ?? [];
    const given = String(environment['HEALTH_LISTEN']);
    expect(check.join(' ')).toContain(`http://${given}/`);
    const asked = check.slice(1).map((word) => word.replace(given, listening));
    await until(() => expect(spawnSync(process.execPath, asked).status).toBe(0));
    worker.process.kill('SIGTERM');
    const { exitCode, stderr, log } = await worker.done;
    expect(exitCode, stderr).toBe(0);
    expect(log[0]).toMatchObject({ worker_id: environment['WORKER_ID'] });
  },
);

test('serve and its worker, as processes with their variables: who has the token uploads, and both say that they are ready', async () => {
  const schema = await migratedSchema();
  onTestFinished(() => schema.drop());
  const folder = mkdtempSync(join(tmpdir(), 'compose-uploads-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [port, health] = [await freePort(), await freePort()];
  const given = { LISTEN: String(ofUploads['LISTEN']), HEALTH_LISTEN: String(ofUploads['HEALTH_LISTEN']) };
  const [[mounted = '', path = ''] = []] = (serviceOf('serve').volumes ?? []).map((volume) =>
    volume.split(':'),
  );
  expect([mounted, serviceOf('upload-worker').volumes]).toEqual(['uploads', serviceOf('serve').volumes]);
  const env = {
    ...ofUploads,
    ...schema.env,
    UPLOAD_STORE: String(ofUploads['UPLOAD_STORE']).replace(path, folder),
    LISTEN: given.LISTEN.replace(/\d+$/, String(port)),
    HEALTH_LISTEN: given.HEALTH_LISTEN.replace(/\d+$/, String(health)),
  };
  expect(env.UPLOAD_STORE).toContain(folder);
  expect(serviceOf('serve').ports).toEqual([
    `127.0.0.1:${given.LISTEN.split(':')[1]}:${given.LISTEN.split(':')[1]}`,
  ]);
  const jobs = OF_UPLOADS.map((name) => startJob(serviceOf(name).command ?? [], env));
  onTestFinished(() => jobs.forEach((job) => void job.process.kill('SIGKILL')));
  for (const [name, [from, to]] of [
    ['serve', [given.LISTEN.split(':')[1] ?? '', String(port)]],
    ['upload-worker', [given.HEALTH_LISTEN.split(':')[1] ?? '', String(health)]],
  ] as const) {
    const [, node, ...check] = serviceOf(name).healthcheck?.test ?? [];
    expect([node, check.join(' ')]).toEqual(['node', expect.stringContaining(`127.0.0.1:${from}/readyz`)]);
    const asked = check.map((word) => word.replace(`:${from}/`, `:${to}/`));
    await until(() => expect(spawnSync(process.execPath, asked).status, name).toBe(0));
  }
  const [, token = ''] = /with the token (\S+?)\.$/m.exec(read('compose.yaml')) ?? [];
  const url = `http://127.0.0.1:${port}`;
  const headers = { authorization: `Bearer ${token}` };
  expect((await upload({ url })).status).toBe(401);
  const { status, body } = await upload({ url }, { content: csvOf([{}]), headers });
  expect(status).toBe(202);
  await until(async () => {
    const told = await ask(`${url}${String(body['status_url'])}`, { headers });
    expect(told.body).toMatchObject({ status: 'completed', progress: { successful: 1 } });
  });
  for (const job of jobs) {
    job.process.kill('SIGTERM');
    expect((await job.done).exitCode).toBe(0);
  }
});

const pick = (name: string): Record<string, string> => ({ [name]: environment[name] ?? '' });

function simulatorArgs(): string[] {
  return serviceOf('simulators').command ?? [];
}

/** In a folder that has what their image has; gives the variables that they print. */
async function startSimulators(url: string): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'compose-'));
  const { dockerfile } = serviceOf('simulators').build as { dockerfile: string };
  const text = read(dockerfile);
  const [, laid = ''] = text.split(/^FROM \$BASE$/m);
  const entry = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(laid)?.[1] ?? '') as string[];
  for (const [, from = '', to = ''] of laid.matchAll(/^COPY (?:--from=packages \/app\/)?(\S+) (\S+)$/gm)) {
    expect(existsSync(join(PROJECT, from)), from).toBe(true);
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(join(PROJECT, from), join(folder, to === './' ? from : to), { recursive: true });
  }
  const till = simulatorArgs().map((word) => (word.startsWith('--till=') ? `--till=${url}` : word));
  const small = ['--products=100', '--sales=600', ...['--port', '--publications-port'].map(free)];
  const args = [...entry.slice(1), ...till, ...small, ...['--shopify-port', '--meli-port'].map(free)];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });
  let lines = '';
  for await (const chunk of child.stdout) {
    lines += String(chunk);
    if (/^RABBITMQ_URL=.*\n/m.test(lines)) break;
  }
  const pairs = [...lines.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

const free = (flag: string): string => `${flag}=0`;
