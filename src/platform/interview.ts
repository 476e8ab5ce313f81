import { parseEnv } from 'node:util';
import { isCancel } from '@clack/prompts';
import type { Job, Resources } from './command.ts';
import {
  checkConfig,
  expectationOf,
  parseConfig,
  type Part,
  secretIdsOf,
  type Variable,
  variablesOf,
} from './config/config.ts';
import { findingInWords, type Found } from './doctor.ts';
import { dotEnvLine } from './write-dot-env.ts';
import type { Environment } from './environment.ts';
import { asSyncError, BugError, InterruptedError, phrase } from './errors.ts';
import { isPhrase, type Phrase } from './phrase.ts';
import { PASTED_BREAK } from './keyboard.ts';
import type { Prompts } from './prompts.ts';
import { registerSecret } from './redact.ts';
import { openSecrets } from './secrets/secrets.ts';

/** What a room asks of whoever sets the job up. */
export interface RoomQuestions {
  ask(interview: Interview): Promise<void>;
}

/** By the variable that the answer becomes, in the order in which they are asked. */
export type Questions = Readonly<Record<string, Phrase>>;

export interface Choice {
  value: string;
  label: Phrase | string;
  disabled?: boolean;
}

/** Asks a person on a terminal for the environment, and tries what they answer. What is known already is offered. */
export class Interview {
  /** Undefined: the answers leave no place for this variable. */
  readonly answers = new Map<string, string | undefined>();
  readonly #job: Job<unknown>;
  readonly #prompts: Prompts;
  /** The first secret that was asked for: with it is said whether there is a Secret Manager. */
  #firstSecret: string | undefined;

  constructor(job: Job<unknown>, prompts: Prompts) {
    this.#job = job;
    this.#prompts = prompts;
  }

  /** That of the job, as the answers make it. */
  get env(): Environment {
    return { ...this.#job.env, ...Object.fromEntries(this.answers) };
  }

  set(name: string, value: string | undefined): void {
    this.answers.set(name, value);
  }

  /** How a variable is asked for follows from what it is. */
  async ask(part: Part<unknown>, questions: Questions): Promise<void> {
    for (const [name, what] of Object.entries(questions)) {
      const variable = variablesOf([part])[name] as Variable;
      const { code, params } = expectationOf(variable);
      if (variable.secret === true) await this.#askSecret(part, name, variable, what);
      else if (code === phrase('one_of', { values: [] }).code) {
        const choices = (params['values'] as readonly string[]).map((value) => ({ value, label: value }));
        this.set(name, await this.choose(what, choices, this.#usual(name, variable)));
      } else await this.#askText(part, name, variable, what);
    }
  }

  async choose(what: Phrase, choices: readonly Choice[], usual: string | undefined): Promise<string> {
    const options = choices.map(({ label, disabled = false, value }) => ({
      value,
      disabled,
      label: isPhrase(label) ? this.#said(label) : label,
    }));
    const message = this.#said(what);
    return this.#heard((signal) =>
      this.#prompts.select({
        message,
        options,
        ...(usual && { initialValue: usual }),
        showInstructions: false,
        signal,
      }),
    );
  }

  /** Asks until what was answered works. What is wrong is told as the doctor tells it. */
  async until<C, T>(
    part: Part<C>,
    what: Phrase,
    ask: () => Promise<void>,
    attempt: (config: C, resources: Resources) => Promise<Found<T>>,
  ): Promise<T> {
    const { inWords } = this.#job;
    for (;;) {
      await ask();
      this.#prompts.say('step', `${this.#said(what)} …`);
      try {
        const { value, detail } = await this.#attempt(part, attempt);
        const well = findingInWords({ check: what, ok: true, exit_code: 0, detail }, inWords);
        this.#prompts.say('success', well.detail);
        return value;
      } catch (error) {
        this.#job.signal.throwIfAborted();
        const failure = asSyncError(error);
        if (failure instanceof BugError) throw failure;
        const { exitCode: exit_code, phrase: detail } = failure;
        const told = findingInWords({ check: what, ok: false, exit_code, detail }, inWords);
        this.#prompts.say(
          'error',
          [told.detail, ...(told.hint === null ? [] : [`→ ${told.hint}`])].join('\n'),
        );
      }
    }
  }

  /** What an attempt opens is closed with it, and a secret that could not be read is asked for again. */
  async #attempt<C, T>(
    part: Part<C>,
    attempt: (config: C, resources: Resources) => Promise<Found<T>>,
  ): Promise<Found<T>> {
    const { signal } = this.#job;
    await using scope = new AsyncDisposableStack();
    const secrets = openSecrets([], signal, scope);
    // What goes wrong is told here.
    const silent = this.#job.log.child({}, { level: 'silent' });
    return await attempt(parseConfig(this.env, { part }).part, { signal, secrets, scope, log: silent });
  }

  async #askText(part: Part<unknown>, name: string, variable: Variable, what: Phrase): Promise<void> {
    const usual = this.#usual(name, variable) ?? '';
    const answer = await this.#heard((signal) =>
      this.#prompts.text({
        message: this.#said(what),
        placeholder: usual || (variable.example ?? ''),
        defaultValue: usual,
        validate: (typed = '') =>
          this.#refusal(part, name, variable, meant(name, variable, typed).trim() || usual),
        signal,
      }),
    );
    this.set(name, understood(variable, meant(name, variable, answer).trim()));
  }

  /** A secret, or where it lies. */
  async #askSecret(part: Part<unknown>, name: string, variable: Variable, what: Phrase): Promise<void> {
    const places = secretIdsOf(name, variable);
    const place = places.find((each) => this.env[each] !== undefined) ?? places.at(-1);
    if (place !== undefined && (await this.#isElsewhere(name, place, what))) {
      const variables = variablesOf([part]);
      const questions = {
        PROJECT_ID: phrase('ask_project'),
        [place]: phrase('ask_secret_id', { name: place }),
      };
      for (const [name, question] of Object.entries(questions)) {
        await this.#askText(part, name, variables[name] as Variable, question);
      }
      this.set(name, undefined);
      return;
    }
    const known = this.env[name];
    const secret = { secret: what };
    const typed = await this.#heard((signal) =>
      this.#prompts.password({
        message: this.#said(
          known === undefined ? phrase('hidden_input', secret) : phrase('hidden_known', secret),
        ),
        validate: (typed = '') =>
          this.#refusal(part, name, variable, meant(name, variable, typed) || (known ?? '')),
        signal,
      }),
    );
    const secretText = understood(variable, meant(name, variable, typed));
    registerSecret(typed);
    registerSecret(secretText);
    this.set(name, secretText || known);
  }

  /** Whoever has no Secret Manager for the first secret has none for the others. */
  async #isElsewhere(name: string, place: string, what: Phrase): Promise<boolean> {
    this.#firstSecret ??= name;
    const { PROJECT_ID, [place]: known, [name]: given } = this.env;
    if (PROJECT_ID === undefined && this.#firstSecret !== name) return false;
    const choices = [
      { value: 'here', label: phrase('place_here') },
      { value: 'manager', label: phrase('place_manager') },
    ];
    const usual = known !== undefined && given === undefined ? 'manager' : 'here';
    return (await this.choose(phrase('ask_place', { secret: what }), choices, usual)) === 'manager';
  }

  /** What is said of an answer that cannot be right whatever the others are. */
  #refusal(part: Part<unknown>, name: string, variable: Variable, value: string): string | undefined {
    const readable = understood(variable, value);
    if (readable.includes('\n')) return this.#said(phrase('several_lines'));
    if (dotEnvLine(name, readable) === undefined) return this.#said(phrase('unwritable'));
    const { problems } = checkConfig({ ...this.env, [name]: value }, { part });
    const problem = problems.find(({ params }) => params['name'] === name);
    if (problem !== undefined) return this.#said(problem);
    if (value !== '' || variable.secret === true) return undefined;
    const expected = expectationOf(variable);
    const { example = null } = variable;
    return this.#said(phrase('missing', { name, expected, secretId: null, or: null, example }));
  }

  /** What the answer is where none is given. */
  #usual(name: string, { check }: Variable): string | undefined {
    const known = this.env[name] ?? (check.safeParse(undefined).data as string | number | undefined);
    return known === undefined ? undefined : String(known);
  }

  #said(what: Phrase): string {
    return this.#job.inWords(what).message;
  }

  /** An answer; an `InterruptedError` instead where the person or the system wants an end. */
  async #heard<T>(prompt: (signal: AbortSignal) => Promise<T | symbol>): Promise<T> {
    const { signal } = this.#job;
    signal.throwIfAborted();
    // A prompt listens to its signal beyond its end.
    const own = new AbortController();
    const stop = (): void => own.abort();
    signal.addEventListener('abort', stop);
    try {
      const answer = await prompt(own.signal);
      if (!isCancel(answer)) return answer as T;
    } finally {
      signal.removeEventListener('abort', stop);
    }
    signal.throwIfAborted();
    throw new InterruptedError('SIGINT');
  }
}

/** What was pasted may be a whole line of a file `.env`, or its value in quotes; a text, such as a password, keeps them. */
function meant(name: string, { check }: Variable, typed: string): string {
  const text = typed.replaceAll(PASTED_BREAK, '\n');
  const isLine = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(text);
  const value = isLine ? (parseEnv(text)[name] ?? text) : text;
  const bare = value.trim().replace(/^(["'`“])(.*)["'`”]$/s, '$2');
  return !check.safeParse(value.trim()).success && check.safeParse(bare).success ? bare : value;
}

/** As the program reads it, where that is a text: a token without what was copied along with it. */
function understood({ check }: Variable, value: string): string {
  const read = check.safeParse(value).data;
  return typeof read === 'string' ? read : value;
}
