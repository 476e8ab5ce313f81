import type { Command, Option } from 'commander';

/** What may be typed behind a command, as each shell's script needs it. */
export interface Place {
  /** "runs show"; empty for the program itself. */
  path: string;
  name: string;
  about: string;
  flags: readonly Flag[];
  /** What its argument may be, where that is known. */
  values: readonly string[];
  places: readonly Place[];
}

export interface Flag {
  /** "--mode", or undefined where it has a letter alone. */
  long: string | undefined;
  short: string | undefined;
  about: string;
  takes: 'nothing' | 'value' | 'file';
  values: readonly string[];
}

/** By option or argument. */
export type Choices = ReadonlyMap<object, readonly string[]>;

/** Read off the command line as it is built: what is added there is completed without another line. */
export function placeOf(command: Command, choices: Choices, above?: Place): Place {
  const help = command.createHelp();
  const place: Place & { places: Place[] } = {
    path: above === undefined ? '' : `${above.path} ${command.name()}`.trim(),
    name: command.name(),
    about: command.description(),
    flags: [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)].map((option) =>
      flagOf(option, choices),
    ),
    values: command.registeredArguments.flatMap((argument) => choices.get(argument) ?? []),
    places: [],
  };
  place.places = command.commands.map((each) => placeOf(each, choices, place));
  return place;
}

function flagOf(option: Option, choices: Choices): Flag {
  const { long, short, description, flags, required, optional } = option;
  const takes = flags.includes('<file>') ? 'file' : required || optional ? 'value' : 'nothing';
  return { long, short, about: description, takes, values: choices.get(option) ?? [] };
}

/** The place itself and all below it. */
export function allPlaces(place: Place): Place[] {
  return [place, ...place.places.flatMap(allPlaces)];
}

export function namesOf({ long, short }: Flag): string[] {
  return [long, short].filter((name) => name !== undefined);
}

/** A text as one word of bash or zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
