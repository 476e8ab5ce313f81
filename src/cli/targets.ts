import { shareOf, taskOf } from '../platform/cloud-run.ts';
import {
  asSyncError,
  ConfigurationError,
  EXIT,
  type ExitCode,
  InterruptedError,
  UsageError,
  worstExit,
} from '../platform/errors.ts';
import { logError } from '../platform/log.ts';
import { tidyUp } from '../platform/memory.ts';
import { printable } from '../platform/text.ts';
import { phrase } from './phrase.ts';
import { allVariables } from './variables.ts';
import { readTargets, type Target } from './targets-file.ts';
import type { Context } from '../platform/command.ts';
import { checkConfig, type Parts, parseConfig } from '../platform/config/config.ts';
import { targetsConfig } from '../platform/config/process.ts';
import { plainLog } from './logs.ts';

export interface TargetFlags {
  /** The target that was named on the command line. */
  target?: string;
}

/**
 * Runs `work` for each target: this task's share of all, or of the named one alone. One that fails does not stop the others; a
 * signal does. Returns the worst exit code.
 */
export async function onEachTarget(
  flags: TargetFlags,
  needs: Parts,
  context: Context,
  work: (context: Context) => Promise<ExitCode>,
  {
    refused = rethrow,
    mayRunTogether = false,
  }: {
    /** What to do where the targets cannot be told. */
    refused?: (failure: ConfigurationError) => Promise<ExitCode>;
    /** As many at once as TARGET_CONCURRENCY says, in place of one after the other. */
    mayRunTogether?: boolean;
  } = {},
): Promise<ExitCode> {
  let targets: Target[];
  let atOnce = 1;
  try {
    if (mayRunTogether) ({ atOnce } = parseConfig(context.env, { targets: targetsConfig }).targets);
    targets = await shareOfThis(flags, needs, context);
  } catch (error) {
    if (error instanceof ConfigurationError) return refused(error);
    throw error;
  }
  const codes: ExitCode[] = [];
  const left = [...targets];
  const among = { ...context, amongOthers: Math.min(atOnce, targets.length) > 1 };
  const workOn = async (): Promise<void> => {
    for (;;) {
      const [target] = left;
      if (target === undefined || (context.signal.aborted && target.name !== null)) return;
      left.shift();
      codes.push(await onTarget(target, among, work));
      if (targets.length > 1) tidyUp();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, workOn));
  return left.length > 0 ? stopBefore(left, context) : worstExit(codes);
}

async function rethrow(failure: ConfigurationError): Promise<never> {
  throw failure;
}

/** The context of the one target that a command can work on. Throws `UsageError` where there are several and none is named. */
export async function onOneTarget(flags: TargetFlags, needs: Parts, context: Context): Promise<Context> {
  const targets = await chosen(flags, needs, context);
  const [target, another] = targets;
  if (target === undefined || another !== undefined) {
    throw new UsageError(phrase('one_target_needed', { count: targets.length, names: namesOf(targets) }));
  }
  return contextOf(target, context);
}

/** Whether the targets can be told, and each has a configuration that can be used. */
export async function areUsable(flags: TargetFlags, needs: Parts, context: Context): Promise<boolean> {
  const targets = await chosen(flags, needs, context).catch(() => []);
  return targets.length > 0 && targets.every(({ env }) => checkConfig(env, needs).config !== undefined);
}

async function chosen({ target: name }: TargetFlags, needs: Parts, { env }: Context): Promise<Target[]> {
  const targets = readTargets(env, needs, await allVariables());
  if (name === undefined) return targets;
  const found = targets.filter((target) => target.name === name);
  if (found.length > 0) return found;
  throw new UsageError(phrase('target_unknown', { name: printable(name), names: namesOf(targets) }));
}

async function shareOfThis(flags: TargetFlags, needs: Parts, context: Context): Promise<Target[]> {
  const targets = await chosen(flags, needs, context);
  const task = taskOf(context.env);
  const share = shareOf(targets, task);
  if (share.length === 0) {
    const log = await plainLog(context);
    const { index, count } = task;
    log.info({ event: 'task.idle', phrase: phrase('task_idle', { index, count, targets: targets.length }) });
  }
  return share;
}

async function onTarget(
  target: Target,
  context: Context,
  work: (context: Context) => Promise<ExitCode>,
): Promise<ExitCode> {
  const own = contextOf(target, context);
  if (target.name === null) return work(own);
  try {
    return await work(own);
  } catch (error) {
    const failure = asSyncError(error);
    logError(await plainLog(own), failure);
    return failure.exitCode;
  }
}

async function stopBefore(left: readonly Target[], context: Context): Promise<ExitCode> {
  const log = await plainLog(context);
  log.warn({ event: 'targets.left', phrase: phrase('stopped_before', { names: namesOf(left) }) });
  const reason: unknown = context.signal.reason;
  return reason instanceof InterruptedError ? reason.exitCode : EXIT.sigterm;
}

function contextOf({ name, env }: Target, context: Context): Context {
  return { ...context, env, target: name };
}

function namesOf(targets: readonly Target[]): string[] {
  return targets.flatMap(({ name }) => name ?? []);
}
