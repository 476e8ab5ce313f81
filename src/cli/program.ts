import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type OptionSpec, WrongArgumentError } from '../platform/arguments.ts';
import type { CommandSpec, Context } from '../platform/command.ts';
import { type Environment, readLocale } from '../platform/environment.ts';
import {
  asSyncError,
  EXIT,
  type ExitCode,
  phrase as platformPhrase,
  UnavailableError,
  UsageError,
  worstExit,
} from '../platform/errors.ts';
import { type Language, LANGUAGES, languageOf } from '../platform/language.ts';
import { watchProcess } from '../platform/last-words.ts';
import { watchSignals } from '../platform/lifecycle.ts';
import type { Describe, Phrase } from '../platform/phrase.ts';
import { writeToStderr, writeToStdout } from '../platform/stdio.ts';
import { programVersion } from '../platform/version.ts';
import { columnsOf, wrapped } from '../platform/wrap.ts';
import type { RunSpec } from '../runs/job.ts';
import { inEnglish, speak } from './catalogue/index.ts';
import { type Shell, SHELLS } from './completion/shells.ts';
import { phrase } from './phrase.ts';
import { commands } from './rooms.ts';
import { complaintOf } from './usage.ts';
import type { CliText } from './words/en.ts';

/** Runs the command line. The one place that turns an error into an exit code. */
export async function main(): Promise<ExitCode> {
  // Watched from the first moment: while a command is still being loaded a signal would have its bare effect, or none at all.
  const signal = watchSignals();
  const language = askedLanguage(process.argv) ?? languageOf(readLocale());
  watchProcess(() => openLog(language));
  try {
    const { inWords, text } = await speak(language);
    return await new Program(signal, language, inWords, text).run();
  } catch (error) {
    const failure = asSyncError(error);
    const { logError } = await import('../platform/log.ts');
    logError(await openLog(language), failure);
    return failure.exitCode;
  }
}

/** Looked for before the command line is read, because what is said of a wrong one is said in this language. */
function askedLanguage(argv: readonly string[]): Language | undefined {
  const at = argv.findIndex((each) => each === '--lang' || each.startsWith('--lang='));
  const asked = argv[at] === '--lang' ? argv[at + 1] : argv[at]?.slice('--lang='.length);
  return at < 0 ? undefined : LANGUAGES.find((language) => language === asked);
}

/** For what is to be said where no command does. */
async function openLog(language: Language) {
  const { openEarlyLog } = await import('./logs.ts');
  return openEarlyLog(language);
}

class Program {
  readonly #signal: AbortSignal;
  readonly #language: Language;
  readonly #inWords: Describe;
  readonly #text: CliText;
  readonly #root = new Command('bitcram-inventory-sync');
  /** What options and arguments may be, where that is known. */
  readonly #choices = new Map<object, readonly string[]>();
  #exitCode: ExitCode = EXIT.ok;
  /** Why what was asked for did not reach stdout, if it did not. */
  #unprinted: NodeJS.ErrnoException | undefined;

  constructor(signal: AbortSignal, language: Language, inWords: Describe, text: CliText) {
    this.#signal = signal;
    this.#language = language;
    this.#inWords = inWords;
    this.#text = text;
    const lang = new Option('--lang <language>', this.#say(phrase('help_lang')));
    this.#choices.set(lang, LANGUAGES);
    this.#set(this.#root)
      .description(this.#say(phrase('help_program')))
      .version(programVersion(), '-V, --version', this.#say(phrase('help_version')))
      .addOption(lang.argParser(this.#oneOf('--lang', LANGUAGES)))
      .addHelpText('after', text.exitCodes);
    for (const spec of commands) this.#add(spec);
    this.#addCompletion();
  }

  async run(): Promise<ExitCode> {
    try {
      await this.#root.parseAsync();
      return this.#exitCode;
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      return error.exitCode === 0 ? EXIT.ok : this.#complain(error);
    }
  }

  #say(what: Phrase): string {
    return this.#inWords(what).message;
  }

  #set(command: Command): Command {
    const inLanguage = (text: string): string => this.#text.headings[text] ?? text;
    return command
      .configureHelp({
        showGlobalOptions: true,
        styleTitle: inLanguage,
        styleOptionText: inLanguage,
        styleSubcommandText: inLanguage,
        styleOptionDescription: (text) => text.replaceAll(/\b(?:choices|default):/g, inLanguage),
      })
      .configureOutput({ writeErr: () => undefined })
      .helpOption('-h, --help', this.#say(phrase('help_help')))
      .helpCommand(false)
      .exitOverride();
  }

  #add(spec: CommandSpec | RunSpec): void {
    const { parent: above, name, about, argument, options, targets } = spec;
    const parent = this.#root.commands.find((command) => command.name() === above) ?? this.#root;
    const command = this.#set(parent.command(name)).description(this.#say(about));
    for (const each of [argument ?? []].flat()) {
      const made = new Argument(each.name, this.#say(each.about));
      if (each.parse !== undefined)
        made.argParser((text, before) => this.#parsed(each.name, text, () => each.parse?.(text, before)));
      command.addArgument(made);
    }
    if (targets !== 'none' && above === undefined) {
      const help = phrase(targets === 'each' ? 'help_target_each' : 'help_target_one');
      command.option('--target <name>', this.#say(help));
    }
    for (const option of options) command.addOption(this.#optionOf(option));
    command.action(async () => {
      const flags = command.optsWithGlobals<Record<string, unknown>>();
      const args = command.processedArgs as unknown[];
      const { environment } = await import('./variables.ts');
      const env = await environment();
      const conflict = spec.conflict?.(flags, args, env);
      if (conflict !== undefined) command.error(this.#say(conflict), { exitCode: EXIT.usage });
      const { execute } = await import('./execute.ts');
      this.#exitCode = await execute(spec, flags, args, await this.#context(env));
      // The exit code of a run says what became of the shop, whoever reads its report.
      if (this.#unprinted !== undefined) await this.#sayUnprinted(this.#unprinted, 'identity' in spec);
    });
  }

  /** Works without any environment, and offers what is there: it is read off the command line itself. */
  #addCompletion(): void {
    const shell = new Argument('<shell>', this.#say(phrase('help_shell')));
    this.#choices.set(shell, SHELLS);
    this.#set(this.#root.command('completion'))
      .description(this.#say(phrase('help_completion')))
      .addArgument(shell.argParser(this.#oneOf('<shell>', SHELLS)))
      .action(async (name: Shell) => {
        const { scriptFor } = await import('./completion/script.ts');
        this.#print(scriptFor(name, this.#root, this.#choices));
        if (this.#unprinted !== undefined) await this.#sayUnprinted(this.#unprinted, false);
      });
  }

  #print(text: string): void {
    this.#unprinted ??= writeToStdout(`${text}\n`);
  }

  #optionOf({ flags, about, parse, fallback, choices, spellings, mandatory }: OptionSpec): Option {
    const option = new Option(flags, this.#say(about)).makeOptionMandatory(mandatory ?? false);
    if (fallback !== undefined) option.default(fallback);
    if (parse !== undefined)
      option.argParser((text, before) => this.#parsed(flags, text, () => parse(text, before)));
    if (choices !== undefined) {
      option.description += ` (${choices.join(', ')})`;
      option.argParser(this.#oneOf(flags, choices, spellings));
      this.#choices.set(option, choices);
    }
    return option;
  }

  #oneOf(
    flags: string,
    choices: readonly string[],
    spellings: Readonly<Record<string, string>> = {},
  ): (text: string) => string {
    const known = new Map([...Object.entries(spellings), ...choices.map((each) => [each, each] as const)]);
    return (text) => {
      const meant = known.get(text);
      if (meant !== undefined) return meant;
      return this.#wrong(flags, text, phrase('choices', { choices }));
    };
  }

  #parsed<T>(flags: string, text: string, parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      if (error instanceof WrongArgumentError) return this.#wrong(flags, text, error.phrase);
      throw error;
    }
  }

  #wrong(option: string, given: string, expected: Phrase): never {
    throw new InvalidArgumentError(this.#say(phrase('value_wrong', { option, given, expected })));
  }

  async #context(env: Environment): Promise<Context> {
    const context: Context = {
      env,
      signal: this.#signal,
      target: null,
      language: this.#language,
      inWords: this.#inWords,
      inEnglish,
      amongOthers: false,
      onTerminal: process.stderr.isTTY && env['CI'] === undefined,
      columns: columnsOf(process.stdout),
      print: (text) => this.#print(text),
    };
    const { doubtsOf } = await import('./doubts.ts');
    const doubts = await doubtsOf(env);
    if (doubts.length > 0) {
      const { plainLog } = await import('./logs.ts');
      const log = await plainLog(context);
      for (const phrase of doubts) log.warn({ phrase });
    }
    return context;
  }

  async #sayUnprinted({ code = '' }: NodeJS.ErrnoException, isRun: boolean): Promise<void> {
    const failure = new UnavailableError(platformPhrase('unprinted', { code }));
    const { logError } = await import('../platform/log.ts');
    logError(await openLog(this.#language), failure, isRun ? 'warn' : 'error');
    if (!isRun) this.#exitCode = worstExit([this.#exitCode, failure.exitCode]);
  }

  async #complain(error: CommanderError): Promise<ExitCode> {
    const { meantBy } = await import('./meant.ts');
    const problem = complaintOf(error, meantBy(process.argv.slice(2), this.#root, this.#choices));
    const { inCloudRun } = await import('./logs.ts');
    if (await inCloudRun()) {
      const { logError } = await import('../platform/log.ts');
      logError(await openLog(this.#language), new UsageError(phrase('usage', { problem })));
    } else {
      const said = typeof problem === 'string' ? problem : this.#say(problem);
      writeToStderr(`${wrapped(`${this.#text.error}: ${said}`, columnsOf(process.stderr))}\n`);
    }
    return EXIT.usage;
  }
}
