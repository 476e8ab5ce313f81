import { typed } from '../../platform/command-line.ts';
import { formatsIn } from '../../platform/formats.ts';

const { plural } = formatsIn('en-US');

export const en = {
  // The targets
  targets_wrong: ({ problems }: { problems: readonly string[] }) => ({
    message: 'TARGETS_FILE is wrong',
    lines: problems,
    hint: 'see "Many shops" in docs/configuration.md',
  }),
  targets_unreadable: ({ why }: { why: string }) => ({
    message: `the file that TARGETS_FILE names cannot be read: ${why}`,
    hint: 'it must be a JSON list of targets; see "Many shops" in docs/configuration.md',
  }),
  no_json: ({ place }: { place: string | null }) => `it is no JSON${place === null ? '' : `, at ${place}`}`,
  no_list: 'it must be a JSON list of at least one target',
  of_target: ({ name, problem }: { name: string; problem: string }) => `target ${name}: ${problem}`,
  of_every_target: ({ problem }: { problem: string }) => `every target: ${problem}`,
  no_object: ({ name }: { name: string }) => `target ${name} must be an object`,
  name_wrong: 'name must be up to 63 letters, digits, - and _',
  name_taken: ({ name }: { name: string }) => `name ${name} is taken`,
  no_field: ({ field }: { field: string }) => `${field} is no field of a target`,
  secret_in_file: ({ field, place }: { field: string; place: string }) =>
    `${field} must not stand in the file: name its secret with ${place}, or set it in the environment`,
  of_process: ({ field }: { field: string }) => `${field} holds for all targets: set it in the environment`,
  not_plain: ({ field }: { field: string }) => `${field} must be a text, a number or null`,
  schema_shared: ({ other }: { other: string }) => `NAME_DB is on the database and schema of target ${other}`,
  one_target_needed: ({ count, names }: { count: number; names: readonly string[] }) => ({
    message: `there are ${count} targets, and this command works on one`,
    hint: `name it with --target: ${names.join(', ')}`,
  }),
  target_unknown: ({ name, names }: { name: string; names: readonly string[] }) => ({
    message: `there is no target ${name}`,
    hint: names.length === 0 ? 'set TARGETS_FILE to have targets' : `the targets are ${names.join(', ')}`,
  }),
  task_idle: ({ index, count, targets }: Record<'index' | 'count' | 'targets', number>) =>
    `task ${index} of ${count} has nothing to do: there ${targets === 1 ? 'is' : 'are'} only ${plural(targets, 'target', 'targets')}`,
  stopped_before: ({ names }: { names: readonly string[] }) =>
    `stopped before ${plural(names.length, 'target', 'targets')}: ${names.join(', ')}`,

  // The command line
  usage: ({ problem }: { problem: string }) => problem,
  help_program:
    'Inventory sync for a shop: brings catalogue, prices and stock into MySQL and tells the channels what changed.',
  help_lang: 'language of what people read; by default that of LANG',
  help_version: 'print the version',
  help_help: 'show this help',
  help_target_each: 'only this one of the targets in TARGETS_FILE',
  help_target_one: 'which of the targets in TARGETS_FILE',
  help_doctor: 'check each thing that the job needs, one by one, and say what to do',
  help_init: 'ask for what the job needs, try each answer, and write it to the file .env',
  help_serve:
    'answer over HTTP: take in spreadsheets of products, and say how each does; until it is stopped',
  help_completion: 'print what makes the Tab key of a shell complete commands and flags',
  help_shell: 'bash, zsh or fish',
  serving: ({ url, clients }: { url: string; clients: readonly string[] }) =>
    `${url} answers ${clients.length === 0 ? 'this machine alone' : clients.join(', ')}`,
  stopping: 'it is ending',
  served: 'everything that was asked is answered',
  no_answer: ({ seconds }: { seconds: number }) => `no answer within ${seconds} s`,
  worker_died: 'a worker ended by itself and is started again; the log says why',
  worker_restarts: ({ how, seconds }: { how: string; seconds: number }) =>
    `a worker ended with ${how}: the next one starts in ${seconds} s`,
  no_terminal: {
    message: 'init asks its questions on a terminal, and there is none',
    hint: `run ${typed('init')} in a terminal, or copy .env.example to .env and fill it in`,
  },
  init_title: 'The file .env',
  init_about: 'Arrows and Enter choose. What you answer is tried at once. Ctrl+C leaves and writes nothing.',
  ask_over:
    'There is a .env already. Replace it? The old one is kept as .env.bak, and its values are offered.',
  ask_over_changed: '.env was changed meanwhile. Replace it? What is there now is kept as .env.bak.',
  over_no: 'no, leave it as it is',
  over_yes: 'yes, replace it',
  env_left: '.env stays as it is.',
  env_written: '.env is written; only your user can read it.',
  env_overruled: ({ names }: { names: readonly string[] }) =>
    `This shell sets ${names.join(', ')} to something else, which wins over .env.`,
  env_head: `Written by ${typed('init')}.`,
  env_kept: 'From the file before.',
  init_next: ({ commands }: { commands: readonly string[] }) =>
    ['Next, one after the other:', ...commands].join('\n'),
  nothing_written: 'Nothing was written.',
  option_unknown: ({ given }: { given: readonly string[] }) => `unknown option '${given[0]}'`,
  command_unknown: ({ given }: { given: readonly string[] }) => `unknown command '${given[0]}'`,
  command_missing: 'no command is given',
  did_you_mean: ({ problem, meant }: { problem: string; meant: readonly string[] }) =>
    `${problem}; did you mean ${meant.join(' or ')}?`,
  see_help: ({ problem }: { problem: string }) => `${problem}; see ${typed('--help')}`,
  value_missing: ({ given }: { given: readonly string[] }) => `option '${given[0]}' argument missing`,
  argument_missing: ({ given }: { given: readonly string[] }) => `missing required argument '${given[0]}'`,
  option_missing: ({ given }: { given: readonly string[] }) => `required option '${given[0]}' not specified`,
  too_many: ({ given }: { given: readonly string[] }) => `too many arguments for '${given[0]}'`,
  value_wrong: ({ option, given, expected }: Record<'option' | 'given' | 'expected', string>) =>
    `'${given}' is no value for ${option}. ${expected}`,
  choices: ({ choices }: { choices: readonly string[] }) => `Allowed choices are ${choices.join(', ')}.`,
};

/** What is printed beside phrases. */
export const enText = {
  error: 'error',
  headings: {
    'Usage:': 'Usage:',
    'Arguments:': 'Arguments:',
    'Options:': 'Options:',
    'Commands:': 'Commands:',
    'Global Options:': 'Global Options:',
  } as Record<string, string>,
  exitCodes: `
Exit codes:
  0    done, and no webhook is pending any more
  64   wrong usage
  65   the source's answer is unreadable, incomplete, empty or largely unusable:
       nothing loaded
  69   a service cannot be reached or keeps failing, or webhooks are pending
  70   a defect in this program, or counts that do not add up: nothing loaded
  75   another run holds the lock
  77   the guard stopped the run; --force lets one run pass
  78   configuration, permission, secret, schema, checkout
  130, 143   stopped by SIGINT, SIGTERM`,
  doctor: {
    ok: 'ok',
    note: 'note',
    failed: 'FAILED',
    skipped: 'skip',
    target: (name: string): string => `target ${name}`,
    summary: (well: number, noted: number, failed: number, untried: number): string =>
      [
        `${well} ok`,
        ...(noted > 0 ? [`${noted} to look at`] : []),
        ...(failed > 0 ? [`${failed} failed`] : []),
        ...(untried > 0 ? [`${untried} not tried`] : []),
      ].join(', '),
  },
};

export type CliText = typeof enText;
