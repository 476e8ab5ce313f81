import type { Entry } from './variables.ts';

const WIDTH = 110;

const HEAD = `# Copy this file to .env, beside package.json, and fill in the lines that are not commented: \`sync\` needs them. Commented lines show
# the default. An empty value counts as unset, and a variable of the environment wins over this file. Written by \`npm run docs\`.
`;

export function envExample(rooms: ReadonlyMap<string, readonly Entry[]>): string {
  const groups = [...rooms].map(
    ([title, entries]) => `# --- ${title} ---\n\n${entries.map(linesOf).join('\n')}`,
  );
  return [HEAD, ...groups].join('\n');
}

function linesOf(entry: Entry): string {
  const { name, about, expected, example, need } = entry;
  const sentences = [
    sentence(about),
    mustBe(expected, example),
    need === undefined || need.or === '' ? '' : `Needed, or ${need.or}.`,
  ];
  const comment = wrapped(sentences.filter(Boolean).join(' '));
  return `${comment}\n${need === undefined ? '# ' : ''}${name}=${entry.default}\n`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function mustBe(expected: string, example: string | undefined): string {
  const such = example === undefined ? '' : `such as \`${example}\``;
  const all = [expected === '' ? '' : `it must be ${expected}`, such].filter(Boolean).join(', ');
  return all === '' ? '' : sentence(all);
}

function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    if (line.length + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => `# ${line}`).join('\n');
}
