import type { Body, CommandSpec, Context } from '../platform/command.ts';
import { checkConfig, type Parts, requireConfig } from '../platform/config/config.ts';
import { asSyncError, ConfigurationError, type ExitCode, UsageError } from '../platform/errors.ts';
import { openSecrets } from '../platform/secrets/secrets.ts';
import { OF_EVERY_RUN } from '../runs/config.ts';
import type { RunSpec } from '../runs/job.ts';
import { plainLog } from './logs.ts';
import { batchWork, underReport } from './run-report.ts';
import { areUsable, onEachTarget, onOneTarget } from './targets.ts';
import { withSourceName } from './variables.ts';

type Flags = Record<string, unknown> & { target?: string; json?: boolean; every?: number };

/** Executes a command of the command line, for the targets that it is meant for. */
export async function execute(
  spec: CommandSpec | RunSpec,
  flags: Flags,
  args: readonly unknown[],
  context: Context,
): Promise<ExitCode> {
  if ('identity' in spec) return executeRun(spec, flags, context);
  const { command } = await spec.load();
  const body = command as unknown as Body<Parts, Flags, readonly unknown[]>;
  body.check?.(flags);
  const one = (each: Context): Promise<ExitCode> => executeOn(body, flags, args, each);
  switch (spec.targets) {
    case 'each':
      return onEachTarget(flags, body.config, context, one);
    case 'one':
      return one(await onOneTarget(flags, body.config, context));
    default:
      return one(context);
  }
}

/** A run under its own report for each target; targets that cannot be read have a report as well. */
async function executeRun(spec: RunSpec, flags: Flags, context: Context): Promise<ExitCode> {
  const { command } = await spec.load();
  const one = (each: Context): Promise<ExitCode> =>
    underReport(spec.identity(flags, each.env), flags, each, batchWork(command, flags as never, each));
  const needs = await withSourceName({ ...command.config, ...OF_EVERY_RUN });
  const refusedIn =
    (own: Context) =>
    (failure: ConfigurationError): Promise<ExitCode> =>
      underReport(spec.identity(flags, own.env), flags, own, () => Promise.reject(failure));
  const round = (own: Context): Promise<ExitCode> =>
    onEachTarget(flags, needs, own, one, { refused: refusedIn(own), mayRunTogether: true });
  // What is wrong with the environment stays so as long as the process.
  if (flags.every === undefined || !(await areUsable(flags, needs, context))) return round(context);
  const { inRounds } = await import('./rounds.ts');
  return inRounds(flags.every, context.signal, async (signal) => {
    const own = { ...context, signal };
    return round(own).catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      // The command line was right as it began: the file of targets has lost the one that it names.
      return refusedIn(own)(new ConfigurationError(error.phrase));
    });
  });
}

async function executeOn(
  body: Body<Parts, Flags, readonly unknown[]>,
  flags: Flags,
  args: readonly unknown[],
  context: Context,
): Promise<ExitCode> {
  const log = await plainLog(context);
  await using scope = new AsyncDisposableStack();
  const checked = checkConfig(context.env, await withSourceName(body.config));
  if (checked.config === undefined && body.refused !== undefined) {
    try {
      requireConfig(checked);
    } catch (error) {
      return body.refused(asSyncError(error), context, log, flags);
    }
  }
  const { config, secrets: needed } = requireConfig(checked);
  const secrets = openSecrets(body.asksLate ? [] : needed, context.signal, scope);
  return await body.work({ ...context, config, log, secrets, scope }, flags, ...args);
}
