import { secretIdsOf } from '../../src/platform/config/config.ts';
import { NOTICE, table } from './markdown.ts';
import type { Entry } from './variables.ts';

const INTRODUCTION = `# Configuration

${NOTICE}

The job reads variables from the environment and from a file \`.env\` in the working folder; the environment wins. In \`.env\` a \`#\`
outside quotes begins a comment. An empty value counts as unset. A name there that is nearly one of these, such
as \`DB_USER\`, is pointed out. A wrong environment is refused with every wrong variable at once (exit code 78). A command asks only for what
it uses: \`migrate\` needs no Bitcram. "Needed" below is what \`sync\` needs. [.env.example](../.env.example) has the same list to fill in.

## Secrets

A secret is given itself, or lies in Secret Manager: \`PASSWORD_DB\` holds the password, \`PASSWORD_DB_SECRET_ID\` names the secret of
\`PROJECT_ID\` whose latest version is the password. Where both are set, the value that is given wins and Secret Manager is not asked. All
secrets that a command begins with are asked for at once; those of alerts when there is something to tell. The job's service account needs
\`roles/secretmanager.secretAccessor\` on each, and for a renewal \`roles/secretmanager.secretVersionManager\` on the token's as well.
`;

const manyShops = (ofProcess: string): string => `## Many shops

\`TARGETS_FILE\` names a JSON file that lists targets. Each is one configuration: a \`name\`, and variables of its own. The environment's
variables are the defaults. Without the file the environment is the one target.

\`\`\`json
[
  { "name": "centro", "CHECKOUT": 1, "SECRET_ID": "bitcram-token", "NAME_DB": "centro" },
  { "name": "norte", "CHECKOUT": 2, "SECRET_ID": "bitcram-token", "NAME_DB": "norte", "PUBLISHED_ITEMS_TABLE": null }
]
\`\`\`

- A name has up to 63 letters, digits, \`-\` and \`_\`, and is unique.
- A value is a text or a number; \`null\` takes the environment's value away.
- A secret must not stand in the file: name the place where it lies (\`SECRET_ID\`, \`PASSWORD_DB_SECRET_ID\` and so on), which then goes
  before a value in the environment. \`HOST_DB\`, \`PORT_DB\` and \`SOCKET_DB\` of a target likewise go before an \`INSTANCE_DB\` of the
  environment.
- These hold for all targets and are no field of one: ${ofProcess}.
- All mistakes are named at once, each with its target and field (78), and nothing is run. An unknown field is a mistake. So are two
  targets on one database and schema, as far as their names tell: one server behind two host names is not seen.
`;

export function configuration(rooms: ReadonlyMap<string, readonly Entry[]>): string {
  const all = [...rooms.values()].flat();
  const places = new Set(all.flatMap((entry) => secretIdsOf(entry.name, entry)));
  const heads = ['variable', 'what it is for', 'what it must be', 'default'];
  const tables = [...rooms].map(([title, entries]) => {
    // The place of a secret stands beside the secret.
    const rows = entries.filter(({ name }) => !places.has(name)).map(rowOf);
    return `## ${title}\n\n${table(heads, rows)}\n`;
  });
  const ofProcess = all.filter((entry) => entry.ofProcess).map(({ name }) => `\`${name}\``);
  return [INTRODUCTION, ...tables, manyShops(ofProcess.join(', '))].join('\n');
}

function rowOf(entry: Entry): string[] {
  const { name, about, expected, example } = entry;
  const places = secretIdsOf(name, entry).map((place) => `\`${place}\``);
  const secret = places.length === 0 ? '' : `; **a secret**, which may lie where ${places.join(' or ')} says`;
  const such = example === undefined ? '' : `, such as \`${example}\``;
  return [`\`${name}\``, about, (expected || 'a text') + such + secret, defaultOf(entry)];
}

function defaultOf({ default: value, need }: Entry): string {
  if (need !== undefined) return need.or === '' ? 'needed' : `needed, or ${need.or}`;
  return value === '' ? '' : `\`${value}\``;
}
