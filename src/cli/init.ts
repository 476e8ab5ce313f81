import type { Body, Job } from '../platform/command.ts';
import { typed } from '../platform/command-line.ts';
import type { Parts } from '../platform/config/config.ts';
import { dotEnvFile } from '../platform/dot-env.ts';
import { dotEnvLine, replaceFile } from '../platform/write-dot-env.ts';
import { dotEnv, readEnvironment } from '../platform/environment.ts';
import { EXIT, type ExitCode, InterruptedError, UsageError } from '../platform/errors.ts';
import { Interview, type RoomQuestions } from '../platform/interview.ts';
import type { Phrase } from '../platform/phrase.ts';
import { Prompts } from '../platform/prompts.ts';
import { phrase } from './phrase.ts';

const NEXT = ['migrate', 'doctor', 'sync --dry-run', 'sync'].map(typed);

/** Asks for what the job needs, tries it, and writes `.env`. */
export const command: Body<Parts, never> = {
  config: {},
  async work(job) {
    if (!process.stdin.isTTY || !process.stdout.isTTY) throw new UsageError(phrase('no_terminal'));
    const prompts = new Prompts();
    try {
      return await setUp(job, prompts);
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      prompts.leave(job.inWords(phrase('nothing_written')).message);
      return error.exitCode;
    } finally {
      prompts.close();
    }
  },
};

async function setUp(job: Job<unknown>, prompts: Prompts): Promise<ExitCode> {
  const said = (what: Phrase): string => job.inWords(what).message;
  const interview = new Interview(job, prompts);
  const found = dotEnvFile();
  const left = (): ExitCode => {
    prompts.end(said(phrase('env_left')));
    return EXIT.ok;
  };
  prompts.begin(said(phrase('init_title')));
  prompts.say('message', said(phrase('init_about')));
  if (found !== undefined && !(await mayReplace(interview, phrase('ask_over')))) return left();

  for (const { ask } of await roomQuestions(job.env['SOURCE'])) await ask(interview);

  const now = dotEnvFile();
  const changed = now !== undefined && !(found?.equals(now) ?? false);
  if (changed && !(await mayReplace(interview, phrase('ask_over_changed')))) return left();
  if (now !== undefined) replaceFile('.env.bak', now);
  replaceFile('.env', contentOf(interview.answers, said));

  const environment = readEnvironment([]);
  const names = [...interview.answers.keys()].filter(
    (name) => environment[name] !== (interview.answers.get(name) || undefined),
  );
  if (names.length > 0) prompts.say('warn', said(phrase('env_overruled', { names })));
  prompts.say('success', said(phrase('env_written')));
  prompts.end(said(phrase('init_next', { commands: NEXT })));
  return EXIT.ok;
}

async function mayReplace(interview: Interview, question: Phrase): Promise<boolean> {
  const choices = [
    { value: 'no', label: phrase('over_no') },
    { value: 'yes', label: phrase('over_yes') },
  ];
  return (await interview.choose(question, choices, 'no')) === 'yes';
}

/** In the order in which they are asked. */
async function roomQuestions(source: string | undefined): Promise<readonly RoomQuestions[]> {
  const [sources, mysql, channels] = await Promise.all([
    import('../sources/config.ts'),
    import('../mysql/questions.ts'),
    import('../channels/config.ts'),
  ]);
  return [...(await sources.questions(source)), mysql.questions, ...(await channels.questions())];
}

/** The answers, and under them what the file has that nobody asked about. */
function contentOf(answers: ReadonlyMap<string, string | undefined>, said: (what: Phrase) => string): string {
  const kept = Object.entries(dotEnv()).filter(([name]) => !answers.has(name));
  return [
    `# ${said(phrase('env_head'))}`,
    ...linesOf([...answers]),
    ...(kept.length === 0 ? [] : ['', `# ${said(phrase('env_kept'))}`]),
    ...linesOf(kept),
    '',
  ].join('\n');
}

/** An empty value counts as unset. */
function linesOf(variables: readonly (readonly [name: string, value: string | undefined])[]): string[] {
  return variables.flatMap(([name, value]) => (value ? (dotEnvLine(name, value) ?? []) : []));
}
