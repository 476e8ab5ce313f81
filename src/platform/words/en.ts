import { repository, typed } from '../command-line.ts';
import { formatsIn } from '../formats.ts';

const { number } = formatsIn('en-US');

interface Answer {
  service: string;
  request: string;
}

export const en = {
  // How a run ends
  unexpected: ({ why }: { why: string }) => ({
    message: `unexpected: ${why}`,
    hint: 'run again with LOG_LEVEL=debug and report the stack',
  }),
  interrupted: ({ signal }: { signal: string }) => ({
    message: `stopped by ${signal}`,
    hint: 'what was committed stays; the next run goes on',
  }),
  unprinted: ({ code }: { code: string }) => ({
    message: `what was asked for cannot be written to stdout: ${code}`,
    hint: 'look at where stdout goes: its disk may be full',
  }),
  late: ({ limitMs, attempt }: { limitMs: number; attempt: string }) =>
    `no answer within ${number(limitMs / 1000)} s to: ${attempt}`,

  // The configuration
  env_wrong: ({ problems }: { problems: readonly string[] }) => ({
    message: 'the environment is wrong',
    lines: problems,
    hint: `docs/configuration.md explains every variable${repository === undefined ? '' : `, and ${typed('init')} asks for those that every shop needs`}`,
  }),
  env_unreadable: ({ code }: { code: string }) => ({
    message: `the file .env cannot be read: ${code}`,
    hint: 'let the user that runs the job read it, or remove it',
  }),
  env_cut: ({ names }: { names: readonly string[] }) =>
    `in the file .env, what stands behind the # of ${names.join(', ')} is taken for a comment: put the whole value in single quotes if the # belongs to it`,
  env_odd: ({ lines }: { lines: readonly number[] }) =>
    lines.length === 1
      ? `in the file .env, line ${lines[0]} is no NAME=value and sets nothing`
      : `in the file .env, lines ${lines.join(', ')} are no NAME=value and set nothing`,
  env_garbled: ({ lines }: { lines: readonly number[] }) =>
    `in the file .env, ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')} cannot be read as UTF-8: save the file with the encoding UTF-8`,
  env_mistyped: ({ given, meant }: Record<'given' | 'meant', readonly string[]>) =>
    `in the file .env, ${given.join(', ')} ${given.length === 1 ? 'is no variable' : 'are no variables'} of this program: did you mean ${meant.join(', ')}?`,
  env_twice: ({ names }: { names: readonly string[] }) =>
    `in the file .env, ${names.join(', ')} ${names.length === 1 ? 'stands' : 'stand'} more than once with different values, and the last one counts: leave one line of each`,
  env_quoted: ({ names }: { names: readonly string[] }) =>
    `the quotes around ${names.join(', ')} are taken as part of the value: write it without them (docker --env-file keeps quotes; a file .env takes straight ones only)`,
  env_named_txt: 'there is no file .env in this folder, but .env.txt, which is not read: rename it to .env',
  wrong: ({ name, expected, example }: { name: string; expected: string; example: string | null }) =>
    `${name} must be ${expected}${example === null ? '' : `, such as ${example}`}`,
  missing: ({ name, expected, secretId, or, example }: Missing) =>
    `${name} is missing: it must be ${expected}${secretId === null ? '' : `, or in a secret that ${secretId} names`}` +
    `${or === null ? '' : ` (or ${or})`}${example === null ? '' : `, such as ${example}`}`,
  text: 'a text',
  whole_number: ({ min, max }: { min: number; max: number }) => `a whole number from ${min} to ${max}`,
  percentage: 'a percentage from 0 to 100',
  one_of: ({ values }: { values: readonly string[] }) => values.map((value) => `"${value}"`).join(' or '),
  http_url: 'a URL that begins with http:// or https://, without user and password in it',
  secure_url: 'an https URL (plain http only on loopback)',
  host: 'a host by its name or IP address alone, without mysql:// before it or a port behind it',
  identifier: 'a name of letters, digits, _ and $',
  qualified_name: 'schema.name',
  qualified_names: 'schema.name, comma-separated',
  instance: 'project:region:instance',
  valid: 'valid',
  task_wrong: {
    message: 'CLOUD_RUN_TASK_INDEX must be a whole number from 0 and less than CLOUD_RUN_TASK_COUNT',
    hint: 'Cloud Run sets both; outside of it leave them unset',
  },

  // Requests
  unreachable: ({ service, request, why }: Answer & { why: string }) => ({
    message: `cannot reach ${service} for ${request}: ${why}`,
    hint: 'check the base URL and that the service is up',
  }),
  no_tls: 'it answers, but not in TLS: its address may begin with http:// instead of https://',
  no_answer: ({ service, request, limitMs, hint }: Answer & { limitMs: number; hint: string }) => ({
    message: `${service} did not answer ${request} within ${limitMs} ms`,
    hint,
  }),
  check_up: 'check that the service is up',
  failing: ({ service, request, status, waitS }: Answer & { status: number; waitS: number | null }) => ({
    message: `${service} answers ${status} to ${request}${waitS === null ? '' : ` and asks to wait ${number(waitS)} s`}`,
    hint: 'the service is failing or overloaded; the next run tries again',
  }),
  too_large: ({ service, request, limitMb, hint }: Answer & { limitMb: number; hint: string }) => ({
    message: `${service} answers ${request} with more than ${limitMb} MB`,
    hint,
  }),
  check_url: 'check the URL',

  // Secret Manager
  secret_failed: ({ attempt, project, why }: Secret) => `cannot ${attempt} of project ${project}: ${why}`,
  read_secret: ({ secret }: { secret: string }) => `read the secret ${secret}`,
  latest_version: ({ secret }: { secret: string }) => `look at the latest version of the secret ${secret}`,
  list_versions: ({ secret }: { secret: string }) => `list the versions of the secret ${secret}`,
  add_version: ({ secret }: { secret: string }) => `add a version to the secret ${secret}`,
  disable_version: ({ secret, version }: { secret: string; version: number }) =>
    `disable version ${version} of the secret ${secret}`,
  secret_name_wrong: ({ failed }: Failed) => ({
    message: failed,
    hint: 'check PROJECT_ID and the variable that names the secret: its name alone, without projects/ before it',
  }),
  secret_unknown: ({ failed, role }: Failed & { role: string }) => ({
    message: failed,
    hint: `create the secret with a version and give the service account ${role} on it, or correct PROJECT_ID and the variable that names it`,
  }),
  secret_api_off: ({ failed }: Failed) => ({
    message: failed,
    hint: 'enable the Secret Manager API in this project',
  }),
  secret_denied: ({ failed, role }: Failed & { role: string }) => ({
    message: failed,
    hint: `give the service account ${role} on it`,
  }),
  secret_disabled: ({ failed }: Failed) => ({
    message: failed,
    hint: 'enable the latest version of the secret',
  }),
  secret_no_credentials: ({ failed, role }: Failed & { role: string }) => ({
    message: failed,
    hint: `log in with \`gcloud auth application-default login\` or run as a service account, with ${role} on it, or give the value itself`,
  }),
  secret_no_token: ({ failed, role }: Failed & { role: string }) => ({
    message: failed,
    hint: `check the network, and the metadata server for the credentials of a service account with ${role}`,
  }),
  secret_unavailable: ({ failed }: Failed) => ({
    message: failed,
    hint: 'Secret Manager may be down; the next run tries again',
  }),
  secret_late: ({ limitMs }: { limitMs: number }) => `no answer within ${number(limitMs / 1000)} s`,
  secret_damaged: ({ secret }: { secret: string }) => ({
    message: `the secret ${secret} arrived damaged: its checksum does not fit`,
    hint: 'the next run reads it again',
  }),
  secret_not_text: ({ secret }: { secret: string }) => ({
    message: `the secret ${secret} is not UTF-8 text`,
    hint: 'add a version to it that holds the right text',
  }),
  secret_empty: ({ secret }: { secret: string }) => ({
    message: `the secret ${secret} is empty`,
    hint: 'add a version to it that holds the right text',
  }),
  secret_versionless: ({ secret, hint }: { secret: string; hint: string }) => ({
    message: `the secret ${secret} has no version`,
    hint,
  }),

  // The command line
  help_json: 'print JSON on stdout',
  positive_number: 'It must be a positive whole number.',
  no_id: ({ given }: { given: string }) =>
    `'${given}' is no product: a product id is a positive whole number`,

  // Asking for the configuration
  ask_place: ({ secret }: { secret: string }) => `${secret}: where is it?`,
  place_here: 'I type it here',
  place_manager: 'in Secret Manager of Google Cloud',
  ask_project: 'Google Cloud project of the secrets (PROJECT_ID)',
  ask_secret_id: ({ name }: { name: string }) => `Name of the secret (${name})`,
  hidden_input: ({ secret }: { secret: string }) => `${secret}, which stays hidden`,
  hidden_known: ({ secret }: { secret: string }) =>
    `${secret}, which stays hidden; Enter keeps the one there is`,
  several_lines: 'What was pasted has several lines: paste the value alone, in one line',
  unwritable: 'A file .env cannot hold this text: it has a line break, or all three kinds of quotes',
  env_unwritable: ({ file, code }: { file: string; code: string }) => ({
    message: `the file ${file} cannot be written: ${code}`,
    hint: 'let your user write in this folder, and see that the disk is not full',
  }),

  // The doctor
  configuration: ({ part }: { part: string }) => `configuration: ${part}`,
  complete: 'complete',
  not_tried: 'not tried: see above',
  from_secret: ({ secret }: { secret: string }) => `read from secret ${secret}`,
  secret_age: ({ secret, version, days }: { secret: string; version: number; days: number }) =>
    `version ${version} of secret ${secret} is ${number(days)} days old`,
};

interface Missing {
  name: string;
  expected: string;
  /** The variable that may name a secret instead. */
  secretId: string | null;
  /** What would do in its place. */
  or: string | null;
  example: string | null;
}

interface Secret {
  attempt: string;
  project: string;
  why: string;
}

interface Failed {
  failed: string;
}
