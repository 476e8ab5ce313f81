import type { Command, Option } from 'commander';

/** What people type who know the thing and not its name here, without accents; a command line or its beginning. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ayuda: '--help',
  help: '--help',
  version: '--version',
  sincronizar: 'sync',
  sincronizacion: 'sync',
  sincronizaciones: 'runs',
  corrida: 'runs',
  corridas: 'runs',
  ultima: 'last',
  ultimo: 'last',
  ver: 'show',
  mostrar: 'show',
  historial: 'history --today',
  historia: 'history --today',
  cuarentena: 'quarantine',
  informe: 'report',
  reporte: 'report',
  tablero: 'report',
  dashboard: 'report',
  configurar: 'init',
  setup: 'init',
  instalar: 'migrate',
  migrar: 'migrate',
  cajas: 'discover',
  avisar: 'notify',
  rechazado: 'dead list',
  rechazados: 'dead list',
  diagnostico: 'doctor',
  estado: 'doctor',
  status: 'doctor',
  check: 'doctor',
};

/** What one has of a run; the newest one where none is named. */
const SHOW = 'show';

/**
 * The command line that may be meant by one that is wrong: words in another order, an option without its dashes, a value without its
 * option, a name of another language. Undefined where that is not clear.
 */
export function meantBy(
  argv: readonly string[],
  root: Command,
  choices: ReadonlyMap<object, readonly string[]>,
): string | undefined {
  const all = [root, ...root.commands].flatMap(({ options }) => options);
  const words = withValues(argv, all).flatMap((word) => OTHER_NAMES[plain(word)]?.split(' ') ?? word);
  if (!words.every((word) => /^[\p{L}\w./:=@,+ -]+$/u.test(word))) return undefined;
  const command = commandAmong(words, root);
  if (command === undefined)
    return words.every((word) => isOf(root, word)) ? words.join(' ') || undefined : undefined;
  const left = words.filter((word) => nameLike(word, root.commands) !== command.name());
  const sub = left.find((word) => nameLike(word, command.commands)) ?? (left.includes('last') ? SHOW : '');
  const asked = command.commands.find((each) => each.name() === sub);
  const target = asked ?? command;
  const rest = left.filter((word) => word !== sub);
  const read = rest.map((word) => optionOf(word, target, choices) ?? word);
  const own = read.filter((word) => !isOf(target, word) && !isOf(root, word));
  if (own.some((word) => word.startsWith('-')) || own.length > target.registeredArguments.length)
    return undefined;
  const newest = asked?.name() === SHOW && own.length === 0 ? ['last'] : [];
  const meant = [command.name(), asked?.name() ?? [], newest, read].flat().join(' ');
  return meant === argv.join(' ') ? undefined : meant;
}

/** An option and its value as one word. */
function withValues(argv: readonly string[], options: readonly Option[]): string[] {
  const takesValue = (word = ''): boolean =>
    options.some((option) => option.long === word && !option.isBoolean());
  return argv.flatMap((word, at) =>
    takesValue(argv[at - 1]) ? [] : takesValue(word) ? [argv.slice(at, at + 2).join(' ')] : [word],
  );
}

function plain(word: string): string {
  return word.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
}

/** The one that is named; of parts that belong to one alone, that one. */
function commandAmong(words: readonly string[], root: Command): Command | undefined {
  const named = words.map((word) => nameLike(word, root.commands)).find((name) => name !== undefined);
  if (named !== undefined) return root.commands.find((command) => command.name() === named);
  const owner = root.commands.find(({ commands }) =>
    words.some((word) => nameLike(word === 'last' ? SHOW : word, commands) !== undefined),
  );
  if (owner !== undefined) return owner;
  const having = root.commands.filter((command) => words.some((word) => longOf(word, command.options)));
  // Some options of a sync are a reconcile's as well, which is named by whoever means it.
  const likely = having.length === 1 ? having : having.filter((command) => command.name() !== 'reconcile');
  return likely.length === 1 ? likely[0] : undefined;
}

/** Also one in the singular. */
function nameLike(word: string, commands: readonly Command[]): string | undefined {
  const given = plain(word);
  return commands.map((command) => command.name()).find((name) => name === given || name === `${given}s`);
}

/** "dry-run", "dryrun" and "--dryrun" as the option that is meant; "flash" with the option that it is a value of. */
function optionOf(
  word: string,
  { options }: Command,
  choices: ReadonlyMap<object, readonly string[]>,
): string | undefined {
  const ofValue = options.find((option) => choices.get(option)?.includes(word));
  return longOf(word, options) ?? (ofValue && `${ofValue.long} ${word}`);
}

function longOf(word: string, options: readonly Option[]): string | undefined {
  const bare = (text: string): string => text.toLowerCase().replaceAll(/[-_]/g, '');
  const found = options.find((option) => option.isBoolean() && bare(option.long ?? '') === bare(word));
  return found?.long;
}

function isOf({ options }: Command, word = ''): boolean {
  return options.some(({ long }) => long === word.split(' ')[0]) || word === '--help';
}
