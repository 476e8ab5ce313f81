import { json, WrongArgumentError } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';
import { phrase } from './phrase.ts';

export const commands: readonly CommandSpec[] = [
  {
    name: 'report',
    about: phrase('help_report'),
    options: [
      { flags: '--out <file>', about: phrase('help_out'), mandatory: true },
      { flags: '--days <n>', about: phrase('help_days'), parse: dayCount, fallback: 30 },
      { flags: '--time-zone <zone>', about: phrase('help_zone') },
      json(phrase('help_json')),
    ],
    targets: 'one',
    load: () => import('./report.ts'),
  },
];

function dayCount(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= 366) return Number(text);
  throw new WrongArgumentError(phrase('days_expected'));
}
