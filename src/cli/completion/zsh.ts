import { asCommand } from './bash.ts';
import { allPlaces, type Flag, namesOf, type Place, quoted } from './tree.ts';

export function zsh(program: string, root: Place, repository: string | undefined): string {
  const own = `_${program}`;
  const functionOf = ({ path }: Place): string => [own, ...path.split(' ').filter(Boolean)].join('_');
  const functions = allPlaces(root).map((place) => {
    const flags = place.flags.flatMap(specsOf);
    if (place.places.length === 0) {
      const values = place.values.length === 0 ? [] : [quoted(`1: :(${place.values.join(' ')})`)];
      return `${functionOf(place)}() {
  _arguments ${[...flags, ...values].join(' \\\n    ')}
}`;
    }
    const commands = place.places.map(({ name, about }) => quoted(`${name}:${about}`));
    const cases = place.places.map((below) => `    ${below.name}) ${functionOf(below)} ;;`);
    return `${functionOf(place)}() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a names=(
    ${commands.join('\n    ')}
  )
  _arguments -C ${[...flags, "'1: :->command'", "'*:: :->behind'"].join(' \\\n    ')} && return
  case $state in
    command) _describe command names ;;
    behind) case $words[1] in
${cases.join('\n')}
    esac ;;
  esac
}`;
  });
  return `#compdef ${program}
${asCommand(program, repository)}
${functions.join('\n')}
if [[ $funcstack[1] == ${own} ]]; then ${own} "$@"; else compdef ${own} ${program}; fi`;
}

function specsOf(flag: Flag): string[] {
  const about = flag.about.replaceAll(/[[\]:\\]/g, String.raw`\$&`);
  return namesOf(flag).map((name) => {
    const values =
      flag.takes === 'file' ? '_files' : flag.values.length === 0 ? '' : `(${flag.values.join(' ')})`;
    const taken = flag.takes === 'nothing' ? '' : `: :${values}`;
    return quoted(`${name}${taken !== '' && name.startsWith('--') ? '=' : ''}[${about}]${taken}`);
  });
}
