import { allPlaces, type Flag, type Place } from './tree.ts';

export function fish(program: string, root: Place, repository: string | undefined): string {
  const places = allPlaces(root);
  const lines = places.flatMap(({ path, flags, values, places: below }) => {
    const at = `complete -c ${program} -n ${word(`__bitcram_at ${word(path)}`)}`;
    return [
      ...below.map(({ name, about }) => `${at} -a ${name} -d ${word(about)}`),
      ...(values.length === 0 ? [] : [`${at} -a ${word(values.join(' '))}`]),
      ...flags.map((flag) => `${at} ${flagInFish(flag)}`),
    ];
  });
  const commands = places.slice(1).map(({ path }) => word(path));
  return `# fish completion of ${program}
${asCommand(program, repository)}
function __bitcram_at
    set -l path ''
    for each in (commandline -opc)[2..-1]
        set -l longer (string trim -- "$path $each")
        contains -- $longer ${commands.join(' ')}; and set path $longer
    end
    test "$path" = "$argv[1]"
end
complete -c ${program} -f
${lines.join('\n')}`;
}

function flagInFish({ long, short, about, takes, values }: Flag): string {
  return [
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    ...(long === undefined ? [] : [`-l ${long.slice(2)}`]),
    ...(takes === 'file' ? ['-r -F'] : takes === 'value' ? ['-x'] : []),
    ...(values.length === 0 ? [] : [`-a ${word(values.join(' '))}`]),
    `-d ${word(about)}`,
  ].join(' ');
}

function word(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}

function asCommand(program: string, repository: string | undefined): string {
  if (repository === undefined) return '';
  return `if not type -q ${program}
    function ${program}
        npm --silent --prefix ${word(repository)} run job -- $argv
    end
end`;
}
