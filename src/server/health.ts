import type { Phrase } from '../platform/phrase.ts';
import type { Answers } from './answer.ts';
import type { Routes } from './listener.ts';
import { phrase } from './phrase.ts';

/** Something that a process needs before it can do its work. */
export interface Part {
  fails(problem: Phrase): void;
  works(): void;
}

interface Problem {
  part: string;
  problem: Phrase;
}

/** How a process is, by its parts. */
export class Health {
  readonly #problems = new Map<Part, Problem>();
  readonly #checks: { part: string; look(): Promise<Phrase | undefined> }[] = [];

  /** Several may have one name: a database, as each that works with it has it. `problem`: why it does not work yet. */
  part(name: string, problem?: Phrase): Part {
    const part: Part = {
      fails: (why) => void this.#problems.set(part, { part: name, problem: why }),
      works: () => void this.#problems.delete(part),
    };
    if (problem !== undefined) part.fails(problem);
    return part;
  }

  /** `look` says what is wrong now, when somebody asks: what hangs tells nobody by itself. */
  check(part: string, look: () => Promise<Phrase | undefined>): void {
    this.#checks.push({ part, look });
  }

  /** Those that are known of first; what a check finds adds nothing to a part that has a problem already. */
  async #found(): Promise<readonly Problem[]> {
    const looked = this.#checks.map(async ({ part, look }) => ({ part, problem: await look() }));
    const checked = await Promise.all(looked);
    const told = [...this.#problems.values()];
    const parts = new Set(told.map(({ part }) => part));
    const more = checked.flatMap(({ part, problem }) =>
      problem === undefined || parts.has(part) ? [] : [{ part, problem }],
    );
    return [...told, ...more];
  }

  /** `/healthz`: its events are handled. `/readyz`: all parts work. */
  routes(answers: Answers): Routes {
    return {
      '/healthz': () => answers.json({ status: 'ok' }),
      '/readyz': async () => {
        const all = (await this.#found()).map(({ part, problem }) => ({
          ...{ part, code: problem.code, detail: answers.say(problem) },
        }));
        const problems = [...new Map(all.map((each) => [`${each.part} ${each.detail}`, each])).values()];
        if (problems.length === 0) return answers.json({ status: 'ready' });
        const said = problems.map(({ part, detail }) => `${part}: ${detail}`);
        return answers.problem(503, phrase('not_ready', { problems: said }), { problems });
      },
    };
  }
}
