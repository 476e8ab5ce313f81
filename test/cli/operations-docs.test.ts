import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../../src/platform/errors.ts';
import { allVariables } from '../../src/cli/rooms.ts';
import { errorMessages, withDots } from '../support/errors.ts';
import { runJob } from '../support/job.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { sourceFiles, sourceOf } from '../support/syntax.ts';
import { readSamples } from '../support/wordings.ts';

const ROOT = new URL('../../', import.meta.url);
const guide = readFileSync(new URL('docs/operations.md', ROOT), 'utf8');
const sources = sourceFiles().map(sourceOf).join('\n');
const codes = new Set<number>(Object.values(EXIT));
/** Everything in backticks. */
const quoted = [...new Set([...guide.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text))];
const said = new Set(
  [...readSamples(), { text: '⟦1⟧ webhooks still owed: ⟦2⟧' }].map(({ text }) => withDots(text)),
);

const COMMANDS = [
  'sync',
  'notify',
  'renew-token',
  'discover',
  'doctor',
  'migrate',
  'report',
  'history',
  'runs',
  'quarantine',
  'demo',
];

/** What is somebody else's: Google's, the system's, a receiver's, the shell's. */
const NOT_OURS = new Set([
  ...['curl', 'gcloud', "gcloud sql instances describe NAME --format='value(connectionName)'"],
  ...['roles/cloudsql.client', 'roles/cloudsql.instanceUser', 'cloudsql_iam_authentication'],
  ...['ETIMEDOUT', 'ECONNREFUSED', '@', '<html>', 'LANG=es', 'Authorization: Bearer …'],
  ...[
    'https://gate.whapi.cloud/messages/text',
    'key',
    'token',
    'labels.execution="…"',
    'execution',
    'attempt',
  ],
  ...['LOAD DATA LOCAL', 'KILL', '…'],
]);

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

test('the table of exit codes has each of them once', () => {
  const rows = rowsOf('Exit codes').map(([first = '']) => first);
  const listed = rows.flatMap((row) => row.split(', ').map(Number));
  expect(listed).toHaveLength(codes.size);
  expect(new Set(listed)).toEqual(codes);
  for (const [, list = ''] of guide.matchAll(/\((\d{1,3}(?:, \d{1,3})*)\)/g)) {
    for (const code of list.split(', ').map(Number)) if (code < 400) expect(codes, list).toContain(code);
  }
});

test('every message of an error stands in the guide with its exit code, and none that is no message', () => {
  const rows = rowsOf('Messages').map(([code = '', message = '']) => ({
    code,
    text: message.replaceAll('`', ''),
  }));
  for (const { text } of rows) expect(said, text).toContain(text);
  for (const { text, code } of errorMessages()) {
    // Words of its own it has none.
    if (!/[a-z]/.test(text)) continue;
    const row = rows.find((each) => each.text === text);
    expect(row?.code.split(', ').map(Number), `${code}: ${text}`).toContain(code);
  }
});

test('every command of the guide exists with its options', async () => {
  const named = quoted.filter((text) => COMMANDS.includes(text.split(' ')[0] ?? ''));
  expect(named.length).toBeGreaterThan(10);
  const help = new Map<string, string>();
  for (const command of COMMANDS) {
    const { exitCode, stdout } = await runJob([command, '--help'], {});
    expect(exitCode, command).toBe(0);
    help.set(command, stdout);
  }
  for (const text of named) {
    const [command = '', ...words] = text.split(' ');
    for (const word of words.filter((each) => each.startsWith('--')))
      expect(help.get(command), text).toContain(word);
  }
  const options = quoted.filter((text) => text.startsWith('--')).map((text) => text.split(' ')[0] as string);
  for (const option of options) expect([...help.values()].join(''), option).toContain(option);
});

test('every variable of the guide exists and takes the value that is named', async () => {
  const variables = await allVariables();
  const named = quoted.map((text) => /^([A-Z]+(?:_[A-Z]+)+|NOTIFY|CHECKOUT)(?:=(\w+))?$/.exec(text) ?? []);
  for (const [text, name = '', value] of named) {
    if (text === undefined) continue;
    const variable = variables[name];
    if (variable === undefined) expect(sources, `${name} is read by nobody`).toContain(`env['${name}']`);
    else if (value !== undefined) expect(variable.check.safeParse(value).success, text).toBe(true);
  }
});

test('the SQL of the guide runs', async () => {
  const statements = quoted.filter((text) => /^(SELECT|DELETE|TRUNCATE) /.test(text));
  expect(statements).toHaveLength(3);
  for (const statement of statements) await shop.schema.query(statement);
});

test('whatever else the guide names stands in the sources', () => {
  const folder = new URL('sql/', ROOT);
  const schema = readdirSync(folder).map((file) => new URL(file, folder));
  const known = `${sources}\n${schema.map((file) => readFileSync(file, 'utf8')).join('\n')}`;
  const others = quoted.filter(
    (text) =>
      !NOT_OURS.has(text) &&
      !said.has(text) &&
      !/^(?:SELECT|DELETE|TRUNCATE|--)/.test(text) &&
      !COMMANDS.includes(text.split(' ')[0] ?? ''),
  );
  const unknown = others.filter((text) => !text.match(/[^=+:" ]+/g)?.every((word) => isNamed(word, known)));
  expect(unknown).toEqual([]);
});

test('what the guide refers to is there', () => {
  const places = [...guide.matchAll(/^(?:## |\*\*)([^*\n]+?)\.?(?:\*\*|$)/gm)].map(([, name = '']) => name);
  const messages = [...said].join('\n');
  for (const [, name = ''] of guide.replace(/`[^`]*`/g, '').matchAll(/"([^"]+)"/g)) {
    const elsewhere =
      name === 'Many shops' && readFileSync(new URL('README.md', ROOT), 'utf8').includes(`## ${name}`);
    expect(elsewhere || places.includes(name) || messages.includes(name), name).toBe(true);
  }
  for (const [, file = ''] of guide.matchAll(/\]\(([\w.]+)\)/g)) {
    expect(existsSync(new URL(`docs/${file}`, ROOT)), file).toBe(true);
  }
});

/** As a whole word: in code, in a string, or as a column. */
function isNamed(word: string, known: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`).test(known);
}

/** The rows of the first table under a heading, without its head. */
function rowsOf(heading: string): string[][] {
  const [, section = ''] = new RegExp(`\\n## ${heading}\\n([^]*?)\\n## `).exec(guide) ?? [];
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
