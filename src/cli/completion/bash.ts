import { allPlaces, namesOf, type Place, quoted } from './tree.ts';

/** Bash shows words alone; what they mean is put behind them where it only lists them, as for a second Tab. */
export function bash(program: string, root: Place, repository: string | undefined): string {
  const places = allPlaces(root);
  const commands = places.slice(1).map(({ path }) => quoted(path));
  const values = places.flatMap(({ path, flags }) =>
    flags
      .filter(({ takes }) => takes !== 'nothing')
      .map((flag) => {
        const typed = namesOf(flag).map((name) => quoted(`${path} ${name}`.trim()));
        const offer = flag.takes === 'file' ? '_bitcram_files' : `_bitcram_offer ${lines(flag.values)}`;
        return `    ${typed.join(' | ')}) ${offer}; return ;;`;
      }),
  );
  const words = places.map(({ path, places: below, values: own, flags }) => {
    const offered = [
      ...below.map(({ name, about }) => `${name}\t${about}`),
      ...own,
      ...flags.flatMap((flag) => namesOf(flag).map((name) => `${name}\t${flag.about}`)),
    ];
    return `    ${quoted(path)}) _bitcram_offer ${lines(offered)} ;;`;
  });
  return `# bash completion of ${program}
${asCommand(program, repository)}
_bitcram_files() {
  local file
  compopt -o filenames 2>/dev/null
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$cur")
}
_bitcram_offer() {
  local line found=()
  for line in "$@"; do [[ $line == "$cur"* ]] && found+=("$line"); done
  if [[ \${COMP_TYPE-} == 63 && \${#found[@]} -gt 1 ]]; then
    for line in "\${found[@]}"; do
      printf -v line '%-20s %s' "\${line%%$'\\t'*}" "\${line#*$'\\t'}"
      COMPREPLY+=("\${line:0:\${COLUMNS:-80} - 2}")
    done
  else
    COMPREPLY=("\${found[@]%%$'\\t'*}")
  fi
}
_bitcram_complete() {
  local cur=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} path='' i
  COMPREPLY=()
  # Bash takes the = of --mode=deep for a word.
  if [[ $cur == = ]]; then cur=''
  elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${path:+$path }\${COMP_WORDS[i]}" in
      ${commands.join(' | ')}) path="\${path:+$path }\${COMP_WORDS[i]}" ;;
    esac
  done
  case "\${path:+$path }$before" in
${values.join('\n')}
  esac
  case "$path" in
${words.join('\n')}
  esac
}
complete -F _bitcram_complete ${program}`;
}

/** As words of bash that may hold a tab. */
function lines(words: readonly string[]): string {
  return words
    .map((word) => `$'${word.replaceAll(/[\\']/g, String.raw`\$&`).replaceAll('\t', String.raw`\t`)}'`)
    .join(' ');
}

/** For bash and zsh. */
export function asCommand(program: string, repository: string | undefined): string {
  if (repository === undefined) return '';
  return `command -v ${program} >/dev/null || ${program}() { npm --silent --prefix ${quoted(repository)} run job -- "$@"; }`;
}
