import { commands } from '../../src/cli/rooms.ts';

/** What stands in a document for what a reader puts there. */
export const SAMPLES: Readonly<Record<string, string>> = {
  COMMAND: 'doctor',
  COMANDO: 'doctor',
  FLAGS: '--dry-run',
  RUN_ID: '20261122-075108-5854fe',
  ID: '1',
  'ID…': '1',
  N: '3',
  DAYS: '3',
  DAY: '2026-11-26',
  STATUS: 'failed',
  SECONDS: '5',
  FILE: 'page.html',
  ZONE: 'UTC',
  NAME: 'centro',
};

/** The blocks of shell. */
export function fencesOf(text: string): string[] {
  return (
    [...text.matchAll(/^```(?:sh)?\n(.*?)^```$/gms)]
      .map(([, block = '']) => block)
      // A crontab's lines begin with five fields, and what is no shell at all has no command.
      .map((block) => block.replace(/^(?:[*/\d]+ ){5}/gm, ''))
      .filter((block) => /^(?:[\w./-]+(?: |$)|#)/.test(block) && !/^\w+ = /.test(block))
  );
}

/** The lines of a block, without comments. */
export function commandsOf(block: string): string[] {
  return block
    .split('\n')
    .map((line) => line.replace(/(?:^|\s+)#.*/, ''))
    .filter(Boolean);
}

export function linksOf(text: string): string[] {
  return [...text.replace(/^```.*?^```$/gms, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
}

/** What a link can name behind its #, as GitHub makes it of the headings. */
export function anchorsOf(text: string): string[] {
  const headings = text.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Every call of the program in a document, in whatever way it is called, as its arguments in one line. */
export function programArgsOf(text: string): string[] {
  const names = [...new Set(commands.map(({ parent, name }) => parent ?? name))].join('|');
  const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  const bare = inline.filter((code) => new RegExp(`^(?:${names}) `).test(code));
  const called = [...fencesOf(text).flatMap(commandsOf), ...inline].flatMap((line) => {
    const [, job = ''] = /\bnpm run (?:-s )?job -- ([^|&;<>]+?)(?:\s+(?:2>|\||#).*)?$/.exec(line) ?? [];
    const [, sync = ''] = /\bnpm run (?:-s )?(sync(?: --.*)?)$/.exec(line) ?? [];
    const [, start = ''] = /\b(?:npm start --|node dist\/main\.js) ([^|&;<>]+)$/.exec(line) ?? [];
    const [, args = ''] = /--args=([^\s"$]+)$/.exec(line) ?? [];
    return [job, sync.replace(' -- ', ' '), start, args.replaceAll(',', ' ')];
  });
  return [...bare, ...flagsOf(text), ...called].map((line) => line.trim()).filter(Boolean);
}

/** In a table of commands: each command with each flag that its row names. A table of flags is one of `sync`. */
function flagsOf(text: string): string[] {
  return text.split('\n').flatMap((row) => {
    const [, flag] = /^\| `(--[^`]+)`/.exec(row) ?? [];
    if (flag !== undefined) return [`sync ${flag}`];
    const [, command] = /^\| `([a-z][a-z -]*(?: (?:RUN_ID|ID))?)`/.exec(row) ?? [];
    if (command === undefined || !commands.some(({ name }) => command.split(' ').includes(name))) return [];
    const needed = command === 'report' && row.includes('--out') ? ' --out FILE' : '';
    return [...row.matchAll(/`(--[^`]+)`/g)].map(
      ([, flag = '']) => `${command}${flag.startsWith('--out') ? '' : needed} ${flag}`,
    );
  });
}
