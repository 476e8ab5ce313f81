import { InvalidArgumentError, Option } from 'commander';

export function onlyTarget(): Option {
  return new Option('--target <name>', 'only this one of the targets in TARGETS_FILE');
}

export function oneTarget(): Option {
  return new Option('--target <name>', 'which of the targets in TARGETS_FILE');
}

export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a positive whole number.');
}

export function dayCount(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= 366) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 366.');
}

export function days(text: string): number {
  if (/^\d{1,5}(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of days.');
}

export function collectIds(text: string, ids: readonly number[] = []): readonly number[] {
  return [...ids, ...text.split(',').map(productId)];
}

export function productId(text: string): number {
  const id = Number(text);
  if (/^[1-9]\d*$/.test(text) && Number.isSafeInteger(id)) return id;
  throw new InvalidArgumentError('A product id is a positive whole number.');
}
