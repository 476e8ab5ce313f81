import { chmodSync, existsSync, globSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../database/keeper.ts';
import { Unavailable } from '../ways.ts';

/** Virtual hosts, each with queues and exchanges of its own: one for each test file that runs, as no name of a queue is chosen by a test. */
export const VIRTUAL_HOSTS = Array.from({ length: 12 }, (_, index) => `test-${index + 1}`);

interface Place {
  /** Holds what a package of RabbitMQ installs below `/usr/lib`. */
  root: string;
  /** Its own, and empty at the first start. */
  folder: string;
  port: number;
  password: string;
  /** Also known to it; by its own rules where there are none. */
  more?: BrokerRules;
}

export interface BrokerRules {
  frameMaxBytes?: number;
  /** With more than that in use, which is always with 1, nothing is taken from whoever publishes. */
  memoryMb?: number;
  /** So many messages are kept in the queues of these names, and no further one is taken. */
  limited?: { pattern: string; messages: number };
}

/**
 * How the server is started as an ordinary user who reads and writes nothing outside of its folder: on one socket of 127.0.0.1, without
 * the name service of Erlang, and through the packages' own loader where they were unpacked.
 */
export function serverIn({ root, folder, port, password, more = {} }: Place): Command {
  const find = (pattern: string) => globSync(pattern, { cwd: root }).map((path) => join(root, path));
  const erlang = join(root, 'usr/lib/erlang');
  const [runtime] = find('usr/lib/erlang/erts-*/bin');
  const [rabbitmq] = find('usr/lib/rabbitmq/lib/rabbitmq_server-*');
  const release = existsSync(join(erlang, 'releases'))
    ? readdirSync(join(erlang, 'releases')).find((name) => /^\d+$/.test(name))
    : undefined;
  if (runtime === undefined || rabbitmq === undefined || release === undefined) {
    throw new Unavailable(`${root} holds no RabbitMQ`);
  }
  const [loader] = root === '/' ? [] : find('{usr/lib,lib}/*-linux-*/ld-linux*.so.*');
  const libraries = find('{usr/,}lib/*-linux-*{,/systemd}').join(':');
  const through = loader === undefined ? [] : [loader, '--library-path', libraries];
  const programs = join(folder, 'bin');
  for (const name of ['bin', 'home', 'data']) mkdirSync(join(folder, name), { recursive: true });
  // These the runtime starts by their path.
  for (const name of ['erl_child_setup', 'inet_gethost']) {
    const words = [...through, join(runtime, name)].map((word) => `"${word}"`).join(' ');
    writeFileSync(join(programs, name), `#!/bin/sh\nexec ${words} "$@"\n`);
    chmodSync(join(programs, name), 0o755);
  }
  writeFileSync(join(folder, 'rabbitmq.conf'), settings(port, join(folder, 'definitions.json'), more));
  writeFileSync(join(folder, 'definitions.json'), JSON.stringify(definitions(password, more)));
  writeFileSync(join(folder, 'enabled_plugins'), '[].');
  return {
    command: 'env',
    args: [
      ...Object.entries(environment({ folder, programs, erlang, rabbitmq })).map(
        ([name, value]) => `${name}=${value}`,
      ),
      ...[
        ...through,
        join(runtime, 'beam.smp'),
        ...FLAGS,
        '--',
        '-root',
        erlang,
        '-bindir',
        programs,
        '-progname',
        'erl',
      ],
      ...['--', '-home', join(folder, 'home'), '--', '-noshell', '-noinput'],
      ...['-boot', join(erlang, 'releases', release, 'start_sasl'), '-s', 'rabbit', 'boot'],
      ...ALONE,
    ],
  };
}

/** As RabbitMQ's own script has them, without threads that spin while they wait. */
const FLAGS = [
  ...['-W', 'w', '-P', '1048576', '-t', '5000000', '-zdbbl', '128000'],
  ...['-sbwt', 'none', '-sbwtdcpu', 'none', '-sbwtdio', 'none'],
  ...[
    '-MBas',
    'ageffcbf',
    '-MHas',
    'ageffcbf',
    '-MBlmbcs',
    '512',
    '-MHlmbcs',
    '512',
    '-MMmcs',
    '30',
    '-pc',
    'unicode',
    '-Bi',
  ],
];

/** Nothing is listened to but AMQP. Without the port of the name service the start hangs for 50 s. */
const ALONE = [
  ...['-sname', 'rabbit@localhost', '-setcookie', 'test'],
  ...['-dist_listen', 'false', '-start_epmd', 'false', '-erl_epmd_port', '35673'],
  ...['cpu_sup', 'disksup', 'memsup', 'os_sup'].flatMap((name) => ['-os_mon', `start_${name}`, 'false']),
  ...['-syslog', 'logger', '[]', '-syslog', 'syslog_error_logger', 'false'],
  ...['-kernel', 'prevent_overlapping_partitions', 'false'],
];

function settings(
  port: number,
  definitionsFile: string,
  { frameMaxBytes = 131_072, memoryMb = 512 }: BrokerRules,
): string {
  return `listeners.tcp.default = 127.0.0.1:${port}
frame_max = ${frameMaxBytes}
disk_free_limit.absolute = 50MB
vm_memory_high_watermark.absolute = ${memoryMb}MB
log.console = true
log.console.level = warning
log.file = false
definitions.import_backend = local_filesystem
definitions.local.path = ${definitionsFile}
`;
}

/** Somebody who may do everything; `limited` may declare nothing, `writer` may read nothing. */
function definitions(password: string, { limited }: BrokerRules) {
  const [all, none] = ['.*', '^$'];
  const rights = {
    test: { configure: all, read: all },
    limited: { configure: none, read: all },
    writer: { configure: all, read: none },
  };
  return {
    users: Object.keys(rights).map((name) => ({ name, password, tags: '' })),
    vhosts: VIRTUAL_HOSTS.map((name) => ({ name })),
    permissions: VIRTUAL_HOSTS.flatMap((vhost) =>
      Object.entries(rights).map(([user, given]) => ({
        user,
        vhost,
        ...given,
        write: all,
      })),
    ),
    policies: limited === undefined ? [] : VIRTUAL_HOSTS.map((vhost) => policyOf(limited, vhost)),
  };
}

function policyOf({ pattern, messages }: { pattern: string; messages: number }, vhost: string) {
  return {
    ...{ vhost, name: 'limited', pattern, 'apply-to': 'queues', priority: 0 },
    definition: { 'max-length': messages, overflow: 'reject-publish' },
  };
}

function environment(at: { folder: string; programs: string; erlang: string; rabbitmq: string }) {
  const { folder, programs, erlang, rabbitmq } = at;
  const data = join(folder, 'data');
  return {
    ...{ HOME: join(folder, 'home'), ROOTDIR: erlang, BINDIR: programs, EMU: 'beam', PROGNAME: 'erl' },
    ...{ OPENSSL_CONF: '/dev/null', OPENSSL_MODULES: join(folder, 'none') },
    ...{
      ERL_LIBS: join(rabbitmq, 'plugins'),
      ERL_MAX_ETS_TABLES: '50000',
      ERL_MAX_PORTS: '65536',
      ERL_CRASH_DUMP_BYTES: '0',
    },
    ...{
      RABBITMQ_HOME: rabbitmq,
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq'),
    },
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'none.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_PLUGINS_DIR: join(rabbitmq, 'plugins'),
    RABBITMQ_NODENAME: 'rabbit@localhost',
    ...{
      RABBITMQ_MNESIA_BASE: data,
      RABBITMQ_MNESIA_DIR: join(data, 'node'),
      RABBITMQ_QUORUM_DIR: join(data, 'quorum'),
    },
    ...{
      RABBITMQ_STREAM_DIR: join(data, 'stream'),
      RABBITMQ_FEATURE_FLAGS_FILE: join(data, 'feature_flags'),
    },
    ...{ RABBITMQ_LOG_BASE: join(folder, 'log'), RABBITMQ_LOGS: '-', RABBITMQ_PID_FILE: join(folder, 'pid') },
    RABBITMQ_PLUGINS_EXPAND_DIR: join(data, 'plugins'),
  };
}
