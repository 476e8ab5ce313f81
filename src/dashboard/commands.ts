import { InvalidArgumentError, Option } from 'commander';
import { json, option } from '../platform/arguments.ts';
import type { CommandSpec } from '../platform/command.ts';

export const commands: readonly CommandSpec[] = [
  {
    name: 'report',
    about: 'write one HTML file for the shop: how things stand, and the last days as charts',
    options: [
      new Option('--out <file>', 'where the page goes').makeOptionMandatory(),
      option('--days <n>', 'how many days, up to 366', dayCount, 30),
      new Option('--time-zone <zone>', "whose days and clock the page has; by default this machine's"),
      json('also print what the page says as JSON on stdout'),
    ],
    targets: 'one',
    load: () => import('./report.ts'),
  },
];

function dayCount(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= 366) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 366.');
}
