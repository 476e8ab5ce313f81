import type { Job } from './command.ts';
import { type ConfigOf, parseConfig, type Parts } from './config/config.ts';
import { asSyncError, EXIT, type ExitCode, phrase } from './errors.ts';
import { type Describe, isPhrase, type Phrase, type Told } from './phrase.ts';
import { NoSuchSecretError } from './secrets/refusal.ts';
import type { SecretValue } from './secrets/config.ts';
import { printable } from './text.ts';

/** What the doctor says of one thing, as data. */
export interface Finding {
  check: Phrase;
  ok: boolean;
  /** Null: not tried, because what it stands on failed. */
  exit_code: ExitCode | null;
  detail: Phrase | string;
  /** Nothing failed, and yet it is not all well: somebody has to look. */
  note?: boolean;
}

/** A finding in the words of whoever reads it; in JSON that is English. */
export function findingInWords({ detail, ...finding }: Finding, describe: Describe) {
  const { message, lines = [], hint = null } = isPhrase(detail) ? describe(detail) : told(detail);
  return {
    ...finding,
    check: describe(finding.check).message,
    detail: printable([message, lines.join('; ')].filter(Boolean).join(': '), 1000),
    hint,
  };
}

const told = (message: string): Told => ({ message, hint: undefined });

export interface Found<T> {
  value: T;
  /** A text of another program's, or a phrase. */
  detail: Phrase | string;
  /** See `Finding`. */
  note?: boolean;
}

/** What a room has the doctor look at. */
export interface RoomChecks<P extends Parts = Parts> {
  /** Each is a finding of its own, under its name here; undefined for the checks where it is wrong. */
  parts: P;
  /** Whether there is anything to look at; by default there is. */
  isAsked?(job: Job<unknown>): boolean;
  examine(doctor: Doctor, config: Partial<ConfigOf<P>>): Promise<void>;
}

/** The doctor at work for one target. Nothing is changed. */
export class Doctor {
  readonly job: Job<unknown>;
  readonly findings: Finding[] = [];
  /** What one room's checks opened and another room's look at, under the first one's name. */
  readonly shared = new Map<string, unknown>();
  readonly #show: (finding: Finding) => void;

  constructor(job: Job<unknown>, show: (finding: Finding) => void) {
    this.job = job;
    this.#show = show;
  }

  async examine(all: readonly RoomChecks[]): Promise<void> {
    const rooms = all.filter(({ isAsked }) => isAsked?.(this.job) ?? true);
    const configs = [];
    for (const { parts } of rooms) configs.push(await this.#configuration(parts));
    for (const [index, room] of rooms.entries()) await room.examine(this, configs[index] ?? {});
  }

  /** What a check found, or undefined where it failed or stands on one that did. */
  async check<T>(
    name: Phrase,
    needs: readonly unknown[],
    work: () => Promise<Found<T>>,
  ): Promise<T | undefined> {
    if (needs.includes(undefined)) {
      this.#note({ check: name, ok: false, exit_code: null, detail: phrase('not_tried') });
      return undefined;
    }
    try {
      const { value, detail, note = false } = await work();
      this.#note({ check: name, ok: true, exit_code: EXIT.ok, detail, note });
      return value;
    } catch (error) {
      const { phrase: detail, exitCode } = asSyncError(error);
      this.#note({ check: name, ok: false, exit_code: exitCode, detail });
      return undefined;
    }
  }

  /** That a secret can be read, and that `accept` does not throw; of one that is given itself there is nothing to check. */
  async checkSecret(
    name: Phrase,
    value: SecretValue | undefined,
    accept: (text: string) => string = (text) => text,
  ): Promise<string | undefined> {
    if (value?.kind !== 'secret-manager') return value?.value ?? '';
    return this.check(name, [], async () => ({
      value: accept(await this.job.secrets.text(value)),
      detail: phrase('from_secret', { secret: value.secretId }),
    }));
  }

  async #configuration(parts: Parts): Promise<Record<string, unknown>> {
    const config: Record<string, unknown> = {};
    for (const [name, part] of Object.entries(parts)) {
      config[name] = await this.check(phrase('configuration', { part: name }), [], async () => ({
        value: parseConfig(this.job.env, { part }).part ?? null,
        detail: phrase('complete'),
      }));
    }
    return config;
  }

  #note(finding: Finding): void {
    this.findings.push(finding);
    this.#show(finding);
  }
}

const DAY_MS = 86_400_000;

/** How old the version of a secret is, which a renewal replaces. */
export async function secretAge(
  { job }: Doctor,
  secret: Extract<SecretValue, { kind: 'secret-manager' }>,
  hint: Phrase,
): Promise<Found<true>> {
  const latest = await job.secrets.manager(secret).latest(secret.secretId);
  if (latest === undefined)
    throw new NoSuchSecretError(phrase('secret_versionless', { secret: secret.secretId, hint }));
  const days = Math.round(((Date.now() - latest.createdMs) / DAY_MS) * 10) / 10;
  const detail = phrase('secret_age', { secret: secret.secretId, version: latest.number, days });
  return { value: true, detail };
}
