import { Command, CommanderError, Option } from 'commander';
import { expect, test } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { es } from '../../src/messages/es.ts';
import { createTranslator } from '../../src/messages/translation.ts';
import { allVariables } from '../../src/cli/rooms.ts';
import { expectationOf } from '../../src/platform/config/config.ts';
import { isEnglish } from '../support/english.ts';
import { errorsWithoutHint } from '../support/errors.ts';
import { readSamples } from '../support/wordings.ts';

const { said } = es;

/** What looks like a sentence and is read by nobody, or only by whoever asks for help in English. */
const UNREAD: Readonly<Record<string, string>> = {
  '⟦1⟧ ⟦2⟧, since ⟦3⟧ UTC, last sign of life ⟦4⟧ UTC': 'a part of a sentence that stands below as a whole',
  'gzip, deflate, br': 'a header',
  'the error of this line': 'the name of a symbol',
  '\ncaused by: ⟦1⟧': 'the stack, which only LOG_LEVEL=debug shows',
  '(id, data, stock, updated_at)': 'SQL',
};
const isUnread = (text: string): boolean => text in UNREAD || text.startsWith('\nExit codes:');

/** What the sources put together where the tree of the program does not show it. */
const COMPOSED: Readonly<Record<string, string>> = {
  'warehouse ⟦1⟧ → ⟦2⟧': 'sync/guard.ts: what changed of the place',
  'price list ⟦1⟧ → ⟦2⟧': 'sync/guard.ts',
  'warehouse ⟦1⟧ → ⟦2⟧ and price list ⟦3⟧ → ⟦4⟧': 'sync/guard.ts joins what changed',
  'error: --select and --mode full exclude each other': 'cli/program.ts',
  'It must be a positive whole number.': 'platform/arguments.ts',
  'A product id is a positive whole number.': 'platform/arguments.ts',
  'It must be a number of days.': 'sources/bitcram/commands.ts',
  'It must be a whole number from 1 to 366.': 'dashboard/commands.ts',
  'run with --help to see how it is used': 'cli/program.ts',
  'sync ⟦1⟧, since ⟦2⟧ UTC, last sign of life ⟦3⟧ UTC (database connection ⟦4⟧)': 'mysql/lock.ts',
  'configuration: source': 'platform/doctor.ts names the parts',
  'configuration: database': 'platform/doctor.ts',
  'configuration: load': 'platform/doctor.ts',
  'configuration: publications': 'platform/doctor.ts',
  'configuration: alert': 'platform/doctor.ts',
  'configuration: log': 'platform/doctor.ts',
  'grant the user SELECT on the table ⟦1⟧': 'mysql/errors.ts quotes the server with a word of ours',
  'grant the user SELECT on the column ⟦1⟧': 'mysql/errors.ts',
  'grant the user EXECUTE on the procedure ⟦1⟧': 'mysql/errors.ts',
};

/** What reads the same in both languages. */
const ALIKE = new Set(['configuration: ⟦1⟧', 'token', 'id ⟦1⟧, stock ⟦2⟧', '"bitcram"']);

const samples = [
  ...readSamples().filter(({ text }) => !isUnread(text)),
  ...Object.keys(COMPOSED).map((text) => ({ file: 'composed', text, values: text.match(/⟦\d+⟧/g) ?? [] })),
  ...Object.values(await allVariables())
    .map(expectationOf)
    .map((text) => ({ file: 'config.ts', text, values: text.match(/\d+|"[a-zA-Z-]+"/g) ?? [] })),
  ...complaints().map((text) => ({ file: 'commander', text, values: text.match(/'[^']+'|--\w+/g) ?? [] })),
];

test('every text that a person can meet is there in Spanish, with all that stands in it', () => {
  expect(samples.length).toBeGreaterThan(300);
  const { translated } = createTranslator(es);
  const missing = samples.filter(({ text, values }) => {
    if (ALIKE.has(text)) return false;
    const here = translated(text);
    return here === text || isEnglish(here) || values.some((value) => !here.includes(value));
  });
  expect(missing.map(({ file, text }) => `${file}: ${text} → ${translated(text)}`)).toEqual([]);
});

test('every wording of the catalogue is of a text that there is: without it some text would read otherwise', () => {
  const { translated } = createTranslator(es);
  const whole = samples.map(({ text }) => ({ text, here: translated(text) }));
  const idle = Object.keys(said).filter((english) => {
    const { [english]: _, ...others } = said;
    const without = createTranslator({ said: others });
    const literals = english.split(/\{\w+\}/);
    const mayDiffer = whole.filter(({ text }) => literals.every((literal) => text.includes(literal)));
    return mayDiffer.every(({ text, here }) => without.translated(text) === here);
  });
  expect(idle).toEqual([]);
});

test('every error says what to do', () => {
  expect(errorsWithoutHint()).toEqual([]);
});

test('what a person reads beside errors is not the English one by oversight', () => {
  const alike = differencesIn(en, es).filter((path) => !ALIKE_PATHS.has(path));
  expect(alike).toEqual([]);
});

const ALIKE_PATHS = new Set([
  'discover.headings.0',
  'discover.headings.1',
  'discover.no',
  'quarantine.lists.stock',
  'quarantine.headings.4',
  'history.headings.3',
  'runs.headings.seconds',
  'page.charts.seconds',
]);

/** The texts that are the same in both catalogues. */
function differencesIn(one: object, other: object, at = ''): string[] {
  return Object.entries(one).flatMap(([name, value]: [string, unknown]) => {
    const here = (other as Record<string, unknown>)[name];
    const path = `${at}${name}`;
    if (typeof value === 'object' && value !== null) return differencesIn(value, here as object, `${path}.`);
    return typeof value === 'string' && value === here ? [path] : [];
  });
}

/** What commander itself says of a wrong command line, as the program sets it up. */
function complaints(): string[] {
  const complain = (...args: string[]): string[] => {
    let told = '';
    const root = new Command('job')
      .exitOverride()
      .showHelpAfterError('(run with --help to see how it is used)');
    root.configureOutput({ writeErr: (text) => void (told += text) });
    root
      .command('sync')
      .addOption(new Option('--mode <mode>').choices(['delta', 'full']))
      .option('--mood <mood>')
      .action(() => undefined);
    root
      .command('runs')
      .command('show <run_id>')
      .action(() => undefined);
    try {
      root.parse(args, { from: 'user' });
    } catch (error) {
      expect(error).toBeInstanceOf(CommanderError);
    }
    return told.split('\n').filter(Boolean);
  };
  return [
    ...complain('sync', '--unknown'),
    ...complain('sync', '--mode', 'half'),
    ...complain('sync', '--mode'),
    ...complain('sync', '--mod', 'full'),
    ...complain('sync', '--moo', 'full'),
    ...complain('sync', 'now'),
    ...complain('sync', 'now', 'then'),
    ...complain('resync'),
    ...complain('runs', 'show'),
    ...complain('runs', 'show', 'one', 'two'),
  ];
}
