import type { CommanderError } from 'commander';
import { typed } from '../platform/command-line.ts';
import type { Phrase } from '../platform/phrase.ts';
import { phrase } from './phrase.ts';

/**
 * What commander found wrong with a command line, in one line with what to do: what may have been meant, as a whole line or as the
 * word that is wrong, or where to look.
 */
export function complaintOf(error: CommanderError, wholeLine: string | undefined): Phrase | string {
  const [, meant = ''] = /\(Did you mean (?:one of )?(.*)\?\)/.exec(error.message) ?? [];
  const problem = problemOf(error);
  // A check's own words say what would be right.
  if (typeof problem === 'string') return problem;
  if (wholeLine !== undefined && (meant === '' || wholeLine.includes(' ')))
    return phrase('did_you_mean', { problem, meant: [typed(wholeLine)] });
  return meant === ''
    ? phrase('see_help', { problem })
    : phrase('did_you_mean', { problem, meant: meant.split(', ') });
}

/** By its code, with what it quotes. Its own words where the code is another one. */
function problemOf({ code, message }: CommanderError): Phrase | string {
  const given = [...message.matchAll(/'([^']*)'/g)].map(([, quoted = '']) => quoted);
  switch (code) {
    case 'commander.unknownOption':
      return phrase('option_unknown', { given });
    case 'commander.unknownCommand':
      return phrase('command_unknown', { given });
    case 'commander.optionMissingArgument':
      return phrase('value_missing', { given });
    // What commander does where no command is named.
    case 'commander.help':
      return phrase('command_missing');
    case 'commander.missingArgument':
      return phrase('argument_missing', { given });
    case 'commander.missingMandatoryOptionValue':
      return phrase('option_missing', { given });
    case 'commander.excessArguments':
      return phrase('too_many', { given });
    default:
      // What a room's own check says comes behind commander's words.
      return message.replace(
        /^error: (?:(?:option|command-argument value).* is invalid(?: for argument '[^']*')?\. )?/s,
        '',
      );
  }
}
