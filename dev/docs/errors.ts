import { en, single } from '../../src/cli/catalogue/en.ts';
import { EXIT } from '../../src/platform/errors.ts';
import type { Told } from '../../src/platform/phrase.ts';
import { NOTICE, table } from './markdown.ts';
import { exitCodesByPhrase } from './thrown.ts';

const INTRODUCTION = `# Errors

${NOTICE}

Every error has a code, which stays where its words change: \`error_code\` in the log and in the run report. \`{…}\` stands for what differs.
\`--lang es\` or \`LANG=es\` says the same in Spanish. What each exit code means, and what to do when the hint is not enough, says
[operations.md](operations.md).
`;

const CONFIGURATION = String(EXIT.configuration);

/** Exit codes of errors that are worded in one place and made in another. */
const MADE_ELSEWHERE: Readonly<Record<string, string>> = {
  // What the database refuses until a person changes something.
  'mysql.login_method': CONFIGURATION,
  'mysql.schema_denied': CONFIGURATION,
  'mysql.schema_unknown': CONFIGURATION,
  'mysql.right_missing': CONFIGURATION,
  'mysql.right_named': CONFIGURATION,
  'mysql.procedure_denied': CONFIGURATION,
  'mysql.table_missing': CONFIGURATION,
  'mysql.read_only': CONFIGURATION,
  'mysql.host_refused': CONFIGURATION,
  'sync.published_table_wrong': CONFIGURATION,
  'sync.procedure_unknown': CONFIGURATION,
  'sync.default_missing': CONFIGURATION,
  'sync.row_refused': CONFIGURATION,
  // What a marketplace denies until a person changes something.
  'channels.none_there': CONFIGURATION,
  'mercadolibre.token_refused': CONFIGURATION,
  'mercadolibre.refresh_refused': CONFIGURATION,
  'mercadolibre.app_refused': CONFIGURATION,
  'mercadolibre.access_denied': CONFIGURATION,
  'mercadolibre.other_account': CONFIGURATION,
  'mercadolibre.redirected': CONFIGURATION,
  'shopify.token_refused': CONFIGURATION,
  'shopify.app_refused': CONFIGURATION,
  'shopify.access_denied': CONFIGURATION,
  'shopify.shop_closed': CONFIGURATION,
  'shopify.shop_unknown': CONFIGURATION,
  'shopify.redirected': CONFIGURATION,
  // What is wrong with a count is wrong with the command line.
  'stock.not_counted': String(EXIT.usage),
  // What an upload ends with, and no process.
  'upload.gave_up': String(EXIT.unavailable),
  'upload.left_elsewhere': String(EXIT.unavailable),
  // A renewal that failed ends as its cause does.
  'bitcram.not_renewed': 'as its cause',
  'bitcram.not_seen_to_arrive': 'as its cause',
  'bitcram.not_verified': 'as its cause',
  'bitcram.older_left': 'as its cause',
};

/** What is always a phrase of its own. */
const PARTS: Readonly<Record<string, unknown>> = {
  failed: withPlaceholders(single.platform.secret_failed),
};

export function errors(): string {
  const rooms = Map.groupBy(listed(), ({ room }) => room);
  const sections = [...rooms].map(([room, of]) => {
    const rows = of.map(({ code, exits, told }) => [
      `\`${code}\``,
      exits,
      messageOf(told),
      text(told.hint ?? 'what its cause says'),
    ]);
    return `## ${room}\n\n${table(['code', 'exit', 'message', 'what to do'], rows)}\n`;
  });
  return [INTRODUCTION, ...sections].join('\n');
}

/** Every error, with the exit codes as the document has them: "69", "78 or 69", "as its cause". */
export function exitCodesByError(): { code: string; exits: string }[] {
  return listed().map(({ code, exits }) => ({ code, exits }));
}

function listed(): { room: string; code: string; exits: string; told: Told }[] {
  const seen = exitCodesByPhrase();
  return Object.entries(en).flatMap(([room, wordings]) =>
    Object.entries(wordings).flatMap(([name, wording]) => {
      const told = withPlaceholders(wording);
      if (typeof told === 'string') return [];
      const code = `${room}.${name}`;
      const exits = [...(seen.get(code) ?? [])].join(' or ') || MADE_ELSEWHERE[code];
      if (exits === undefined) throw new Error(`dev/docs/errors.ts: what exit code has ${code}?`);
      return [{ room, code, exits, told }];
    }),
  );
}

/** What a wording says of things that are called as its parameters are: "no answer within {limitMs} ms". */
function withPlaceholders(wording: unknown): string | Told {
  if (typeof wording !== 'function') return wording as string | Told;
  const say = wording as (params: unknown) => string | Told;
  try {
    return say(placeholders((name) => PARTS[name] ?? `{${name}}`));
  } catch {
    // One of them is a list.
    return say(placeholders((name) => [`{${name}}`]));
  }
}

function placeholders(of: (name: string) => unknown): unknown {
  return new Proxy({}, { get: (_target, name) => of(String(name)) });
}

function messageOf({ message, lines }: Told): string {
  return lines === undefined ? text(message) : `${text(message)}: ${text(lines)}`;
}

/** A number that was reckoned with has lost its name, and a hint that is all a parameter says nothing. */
function text(said: unknown): string {
  return String(said)
    .replaceAll('NaN', '{number}')
    .replace(/^\{hint\}$/, 'depends on the case');
}
