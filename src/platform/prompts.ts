import * as clack from '@clack/prompts';
import { Keyboard, MARK_NO_PASTES, MARK_PASTES } from './keyboard.ts';
import { columnsOf, PIPE_COLUMNS, words } from './wrap.ts';

/** Questions on a terminal and what is said between them, broken between words: `@clack/prompts` breaks within them. */
export class Prompts {
  readonly #keyboard: Keyboard;

  constructor() {
    this.#keyboard = new Keyboard(process.stdin);
    process.stdout.write(MARK_PASTES);
  }

  close(): void {
    process.stdout.write(MARK_NO_PASTES);
    this.#keyboard.close();
  }

  begin(title: string): void {
    clack.intro(title);
  }

  end(text: string): void {
    clack.outro(lines(text).join(`\n${' '.repeat(MARGIN)}`));
  }

  leave(text: string): void {
    clack.cancel(lines(text).join(`\n${' '.repeat(MARGIN)}`));
  }

  say(how: 'message' | 'step' | 'success' | 'warn' | 'error', text: string): void {
    clack.log[how](lines(text).join('\n'));
  }

  select(options: clack.SelectOptions<string>): Promise<string | symbol> {
    const labelled = options.options.map((option) => ({
      ...option,
      label: lines(option.label ?? '', MARK).join('\n'),
    }));
    const message = lines(options.message).join('\n');
    return clack.select({ ...options, message, options: labelled, input: this.#keyboard });
  }

  text(options: TextQuestion & { placeholder: string; defaultValue: string }): Promise<string | symbol> {
    return clack.text({ ...this.#question(options), input: this.#keyboard });
  }

  password(options: TextQuestion): Promise<string | symbol> {
    return clack.password({ ...this.#question(options), input: this.#keyboard });
  }

  #question<Q extends TextQuestion>(options: Q): Q {
    const { message, validate } = options;
    return {
      ...options,
      message: lines(message).join(`\n${clack.S_BAR}${' '.repeat(MARGIN - 1)}`),
      validate: (typed) => {
        const refusal = validate(typed);
        return refusal && lines(refusal).join(`\n${' '.repeat(MARGIN)}`);
      },
    };
  }
}

export interface TextQuestion {
  message: string;
  validate(typed: string | undefined): string | undefined;
  signal: AbortSignal;
}

/** A mark or a bar and two spaces stand before each line. */
const MARGIN = 3;
/** What can be chosen has a mark of its own besides. */
const MARK = 2;

function lines(text: string, indent = 0): string[] {
  const columns = (columnsOf(process.stdout) || PIPE_COLUMNS) - MARGIN - indent;
  return text.split('\n').flatMap((line) => words(line, Math.max(columns, 20)));
}
