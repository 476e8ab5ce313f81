import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, expect } from 'vitest';
import { openCheckout, SIMULATED_TOKEN } from '../../dev/simulate/bitcram.ts';
import type { TerminalResult, Typed } from '../../dev/terminal.ts';
import { jobOnTerminal } from './job.ts';
import type { Shop } from './shop.ts';
import { sharedShop } from './test-shop.ts';

export const ENTER = '\r';
export const DOWN = '\u001b[B';
export const CTRL_C = '\u0003';
/** With what a file of variables could garble. */
export const SECRET = `it's "#1" $HOME`;

/** A shop that `init` sets up, answer by answer, in a folder that is empty before each test. */
export interface Setup {
  shop: Shop;
  path(file: string): string;
  /** What a file of variables has. */
  written(file?: string): NodeJS.Dict<string>;
  init(
    typed: readonly Typed[],
    flags?: readonly string[],
    env?: Record<string, string>,
    columns?: number,
  ): Promise<TerminalResult>;
  /** The answers about each part, in the order in which they are asked. */
  bitcram(): Typed[];
  database(): Typed[];
  publications(): Typed[];
  everything(): Typed[];
  expectNoSecret(end: TerminalResult): void;
}

export const shown = ({ lines }: TerminalResult): string => lines.join('\n');

export async function openSetup(): Promise<Setup> {
  const shop = await sharedShop({ migrate: false });
  shop.bitcram.checkouts.push(openCheckout(2, { warehouse: null }), openCheckout(3, {}));
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'init-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const path = (file: string): string => join(folder, file);

  const bitcram = (): Typed[] => [
    ['(URL_BITCRAM)', shop.bitcram.url + ENTER],
    ['(BITCRAM_TOKEN): where is it?', ENTER],
    ['(BITCRAM_TOKEN), which stays hidden', SIMULATED_TOKEN + ENTER],
  ];

  const database = (): Typed[] => {
    const { HOST_DB, PORT_DB, USER_DB, PASSWORD_DB, NAME_DB } = shop.env;
    return [
      ['How is the database reached?', ENTER],
      ['(HOST_DB)', HOST_DB + ENTER],
      ['(PORT_DB)', PORT_DB + ENTER],
      ['(USER_DB)', USER_DB + ENTER],
      ['(PASSWORD_DB)', PASSWORD_DB + ENTER],
      ['(NAME_DB)', NAME_DB + ENTER],
    ];
  };

  const publications = (): Typed[] => [
    ['(NOTIFY)', ENTER],
    ['(URL_PUBLICATIONS)', shop.publications.url + ENTER],
    ['(SECRET_PUBLICATIONS)', SECRET + ENTER],
  ];

  const everything = (): Typed[] => [...bitcram(), ['(CHECKOUT)', ENTER], ...database(), ...publications()];

  return {
    shop,
    path,
    written: (file = '.env') => parseEnv(readFileSync(path(file), 'utf8')),
    init: (typed, flags = [], env = {}, columns = 80) =>
      jobOnTerminal(['init', ...flags], env, folder, typed, columns),
    bitcram,
    database,
    publications,
    everything,
    expectNoSecret({ raw }) {
      const { PASSWORD_DB = '' } = shop.env;
      const secrets = [SIMULATED_TOKEN, SECRET, ...(PASSWORD_DB.length > 3 ? [PASSWORD_DB] : [])];
      for (const secret of secrets) expect(raw).not.toContain(secret);
    },
  };
}
