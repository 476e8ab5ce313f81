import { Command, CommanderError, Option } from 'commander';
import type { Context, CommandSpec } from '../platform/command.ts';
import { asSyncError, EXIT, type ExitCode, UsageError } from '../platform/errors.ts';
import { type Language, LANGUAGES, languageOf } from '../platform/language.ts';
import { watchProcess } from '../platform/last-words.ts';
import { watchSignals } from '../platform/lifecycle.ts';
import { programVersion } from '../platform/version.ts';
import type { RunSpec } from '../runs/job.ts';
import { commands, environment } from './rooms.ts';

const EXIT_CODES = `
Exit codes:
  0    done, and no webhook is owed any more
  64   wrong usage
  65   the source's answer is unreadable, incomplete, empty or largely unusable: nothing loaded
  69   a service cannot be reached or keeps failing, or webhooks are still owed
  70   a bug, or counts that do not add up: nothing loaded
  75   another run holds the lock
  77   the guard stopped the run; --force lets one run pass
  78   configuration, permission, secret, schema, checkout
  130, 143   stopped by SIGINT, SIGTERM`;

/** Runs the command line. The one place that turns an error into an exit code. */
export async function main(): Promise<ExitCode> {
  // Watched from the first moment: while a command is still being loaded a signal would have its bare effect, or none at all.
  const signal = watchSignals();
  const program = new Program(signal);
  watchProcess(() => program.openLog());
  return program.run();
}

class Program {
  readonly #signal: AbortSignal;
  readonly #root = new Command('bitcram-inventory-sync');
  #exitCode: ExitCode = EXIT.ok;
  /** What commander says of a wrong command line, until it is known who reads it. */
  #complaint = '';

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.#root
      .description(
        'Brings catalogue, prices and stock from Bitcram into MySQL and tells the publications service what changed.',
      )
      .version(programVersion())
      .addOption(
        new Option('--lang <language>', 'language of what people read; by default that of LANG').choices(
          LANGUAGES,
        ),
      )
      .configureHelp({ showGlobalOptions: true })
      .showHelpAfterError('(run with --help to see how it is used)')
      .addHelpText('after', EXIT_CODES)
      .exitOverride()
      .configureOutput({ writeErr: (text) => void (this.#complaint += text) });
    for (const spec of commands) this.#add(spec);
  }

  async run(): Promise<ExitCode> {
    try {
      await this.#root.parseAsync();
      return this.#exitCode;
    } catch (error) {
      if (error instanceof CommanderError) return this.#endUsage(error);
      const failure = asSyncError(error);
      const { logError } = await import('../platform/log.ts');
      logError(await this.openLog(), failure);
      return failure.exitCode;
    }
  }

  /** For what is to be said where no command does. */
  async openLog() {
    const { openEarlyLog } = await import('./logs.ts');
    return openEarlyLog(this.#asked());
  }

  #add(spec: CommandSpec | RunSpec): void {
    const { parent: above, name, about, argument, options, targets } = spec;
    const parent = this.#root.commands.find((command) => command.name() === above) ?? this.#root;
    const command = parent.command(name).description(about);
    if (argument !== undefined)
      command.argument(argument.name, argument.about, argument.parse as () => unknown);
    if (targets !== 'none' && above === undefined) {
      const about = targets === 'each' ? 'only this one of the targets' : 'which of the targets';
      command.option('--target <name>', `${about} in TARGETS_FILE`);
    }
    for (const option of options) command.addOption(option);
    command.action(async () => {
      const flags = command.optsWithGlobals<Record<string, unknown>>();
      const conflict = spec.conflict?.(flags);
      if (conflict !== undefined) command.error(`error: ${conflict}`, { exitCode: EXIT.usage });
      const { execute } = await import('./execute.ts');
      this.#exitCode = await execute(spec, flags, command.processedArgs as unknown[], await this.#context());
    });
  }

  async #context(): Promise<Context> {
    const env = await environment();
    return {
      env,
      signal: this.#signal,
      target: null,
      language: this.#asked() ?? languageOf(env),
      onTerminal: process.stderr.isTTY && env['CI'] === undefined,
      print: (text) => process.stdout.write(`${text}\n`),
    };
  }

  /** What `--lang` says, as far as the command line was read. */
  #asked(): Language | undefined {
    return this.#root.opts<{ lang?: Language }>().lang;
  }

  /** In commander's lines for a person; where only a machine reads them, in one. */
  async #endUsage({ exitCode: code, message }: CommanderError): Promise<ExitCode> {
    if (code === 0) return EXIT.ok;
    const { inCloudRun, knownEnvironment } = await import('./logs.ts');
    if (await inCloudRun()) {
      const { logError } = await import('../platform/log.ts');
      const hint = 'run with --help to see how it is used';
      logError(await this.openLog(), new UsageError(message.replace(/^error: /, ''), { hint }));
    } else {
      const { translatorTo } = await import('../messages/language.ts');
      const { translated } = await translatorTo(this.#asked() ?? languageOf(await knownEnvironment()));
      process.stderr.write(this.#complaint.split('\n').map(translated).join('\n'));
    }
    return EXIT.usage;
  }
}
