import { Command, CommanderError, Option } from 'commander';
import { collectIds, dayCount, days, onlyTarget, oneTarget, productId, wholeNumber } from './arguments.ts';
import type { Context } from './context.ts';
import { earlyTranslator, inCloudRun, openEarlyLog } from './early-log.ts';
import type { HistoryFlags } from './history.ts';
import type { NotifyFlags } from './notify.ts';
import type { QuarantineFlags } from './quarantine.ts';
import type { RenewFlags } from './renew-token.ts';
import type { ReportFlags } from './report.ts';
import type { RunsFlags } from './runs.ts';
import type { SyncFlags } from './sync.ts';
import type { JsonFlags } from './targets.ts';
import { type Language, LANGUAGES, languageOf } from '../messages/language.ts';
import { asSyncError, EXIT, type ExitCode, UsageError } from '../platform/errors.ts';
import { watchProcess } from '../platform/last-words.ts';
import { watchSignals } from '../platform/lifecycle.ts';
import { programVersion } from '../platform/version.ts';

let exitCode: ExitCode = EXIT.ok;
/** What `--lang` says, once the command line is read. */
let asked: Language | undefined;
/** What commander says of a wrong command line, until it is known who reads it. */
let complaint = '';
/** Watched from the first moment: while a command is still being loaded a signal would have its bare effect, or none at all. */
const signal = watchSignals();

/** A command's module is loaded when it is called: `--help` needs none of them. */
function program(): Command {
  const root = new Command('bitcram-inventory-sync')
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
    .exitOverride();
  root.configureOutput({ writeErr: (text) => void (complaint += text) });

  root
    .command('sync')
    .description('read Bitcram, load what changed, call the procedures, send the webhooks')
    .addOption(onlyTarget())
    .addOption(
      new Option('--mode <mode>', 'delta: what changed; full: exactly what the source has')
        .choices(['delta', 'full'])
        .default('delta'),
    )
    .addOption(
      new Option('--compare <how>', 'flash: stock and price; deep: the whole product')
        .choices(['flash', 'deep'])
        .default('flash'),
    )
    .option('--dry-run', 'say what a run would do, and write nothing', false)
    .option('--force', 'let this run pass the guard; recorded with it', false)
    .option('--select <id...>', 'only these products, whether they changed or not', collectIds)
    .option('--no-notify', 'leave the webhooks owed; `notify` sends them')
    .option('--json', 'print the report on stdout', false)
    .action(async (flags: SyncFlags, command: Command) => {
      if (flags.select !== undefined && flags.mode === 'full') {
        command.error('error: --select and --mode full exclude each other', { exitCode: EXIT.usage });
      }
      const { sync } = await import('./sync.ts');
      exitCode = await sync(flags, await context(command));
    });

  root
    .command('notify')
    .description('pay what is owed: post-load procedures and webhooks, nothing else')
    .addOption(onlyTarget())
    .option('--dead', 'also send again what was given up', false)
    .option('--json', 'print the report on stdout', false)
    .action(async (flags: NotifyFlags, command: Command) => {
      const { notify } = await import('./notify.ts');
      exitCode = await notify(flags, await context(command));
    });

  root
    .command('renew-token')
    .description('log in at Bitcram and put the new token into the secret, before the old one ends')
    .addOption(onlyTarget())
    .option('--if-older-than <days>', 'leave a younger token alone; 0 renews any', days, 5)
    .option('--json', 'print what was done on stdout', false)
    .action(async (flags: RenewFlags, command: Command) => {
      const { renewToken } = await import('./renew-token.ts');
      exitCode = await renewToken(flags, await context(command));
    });

  root
    .command('discover')
    .description('list the checkouts and warehouses that the token can see')
    .addOption(oneTarget())
    .option('--json', 'print JSON on stdout', false)
    .action(async (flags: JsonFlags, command: Command) => {
      const { discover } = await import('./discover.ts');
      exitCode = await discover(flags, await context(command));
    });

  root
    .command('doctor')
    .description('check each thing that the job needs, one by one, and say what to do')
    .addOption(onlyTarget())
    .option('--json', 'print JSON on stdout', false)
    .action(async (flags: JsonFlags, command: Command) => {
      const { doctor } = await import('./doctor.ts');
      exitCode = await doctor(flags, await context(command));
    });

  root
    .command('migrate')
    .description('make or update the tables; can be repeated')
    .addOption(onlyTarget())
    .option('--json', 'print what was applied on stdout', false)
    .action(async (flags: JsonFlags, command: Command) => {
      const { migrate } = await import('./migrate.ts');
      exitCode = await migrate(flags, await context(command));
    });

  const runs = root
    .command('runs')
    .description('show the history of runs, newest first')
    .addOption(oneTarget())
    .option('--limit <n>', 'how many', wholeNumber, 20)
    .option('--json', 'print JSON on stdout', false)
    .action(async (flags: RunsFlags, command: Command) => {
      const module = await import('./runs.ts');
      exitCode = await module.runs(flags, await context(command));
    });
  runs
    .command('show <run_id>')
    .description("one run's whole story")
    .option('--json', 'print JSON on stdout', false)
    .action(async (runId: string, _flags: unknown, command: Command) => {
      const { showRun } = await import('./runs.ts');
      exitCode = await showRun(runId, command.optsWithGlobals<JsonFlags>(), await context(command));
    });

  root
    .command('history')
    .description('show a product as it stands, and what changed of its price and stock, newest first')
    .argument('<product_id>', 'as in raw_item_data', productId)
    .addOption(oneTarget())
    .option('--limit <n>', 'how many changes', wholeNumber, 20)
    .option('--json', 'print JSON on stdout', false)
    .action(async (id: number, flags: HistoryFlags, command: Command) => {
      const { history } = await import('./history.ts');
      exitCode = await history(id, flags, await context(command));
    });

  root
    .command('quarantine')
    .description('list the items that cannot be used, each with its reason')
    .addOption(oneTarget())
    .option('--all', 'also those that the source has mended', false)
    .option('--json', 'print JSON on stdout', false)
    .action(async (flags: QuarantineFlags, command: Command) => {
      const { quarantine } = await import('./quarantine.ts');
      exitCode = await quarantine(flags, await context(command));
    });

  root
    .command('report')
    .description('write one HTML file for the shop: how things stand, and the last days as charts')
    .addOption(oneTarget())
    .requiredOption('--out <file>', 'where the page goes')
    .option('--days <n>', 'how many days, up to 366', dayCount, 30)
    .option('--time-zone <zone>', "whose days and clock the page has; by default this machine's")
    .option('--json', 'also print what the page says as JSON on stdout', false)
    .action(async (flags: ReportFlags, command: Command) => {
      const { report } = await import('./report.ts');
      exitCode = await report(flags, await context(command));
    });

  root
    .command('demo')
    .description('show the main job on real products, with simulators and a throw-away database')
    .option('--json', 'print the runs as JSON on stdout', false)
    .action(async (flags: { json: boolean }, command: Command) => {
      const { demo } = await import('./demo.ts');
      exitCode = await demo(flags, await context(command));
    });

  return root;
}

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

async function context(command: Command): Promise<Context> {
  const { environment } = await import('../config.ts');
  const env = environment();
  ({ lang: asked } = command.optsWithGlobals<{ lang?: Language }>());
  return {
    env,
    signal,
    target: null,
    language: asked ?? languageOf(env),
    onTerminal: process.stderr.isTTY && env['CI'] === undefined,
    print: (text) => process.stdout.write(`${text}\n`),
  };
}

/** Runs the command line. The one place that turns an error into an exit code. */
export async function main(): Promise<ExitCode> {
  watchProcess(() => openEarlyLog(asked));
  const root = program();
  try {
    await root.parseAsync();
    return exitCode;
  } catch (error) {
    ({ lang: asked } = root.opts<{ lang?: Language }>());
    if (error instanceof CommanderError) return endUsage(error);
    const failure = asSyncError(error);
    const { logError } = await import('../platform/log.ts');
    logError(await openEarlyLog(asked), failure);
    return failure.exitCode;
  }
}

/** In commander's lines for a person; where only a machine reads them, in one. */
async function endUsage({ exitCode: code, message }: CommanderError): Promise<ExitCode> {
  if (code === 0) return EXIT.ok;
  if (await inCloudRun()) {
    const { logError } = await import('../platform/log.ts');
    const hint = 'run with --help to see how it is used';
    logError(await openEarlyLog(asked), new UsageError(message.replace(/^error: /, ''), { hint }));
  } else {
    const { translated } = await earlyTranslator(asked);
    process.stderr.write(complaint.split('\n').map(translated).join('\n'));
  }
  return EXIT.usage;
}
