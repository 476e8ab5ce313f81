import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { everything, goods, offer } from './goods.ts';
import { runJob } from './job.ts';
import { expectNoSecret, inJsonTwice, PASSWORD, SECRET, SPELLINGS, TOKEN } from './markers.ts';
import { clear } from './shelves.ts';
import { openShop, type Shop } from './shop.ts';

/** A shop whose token, webhook secret and database password are the markers. */
export interface MarkedShop extends Shop {
  /** Back to its first morning, with twelve goods to take in. */
  restock(): Promise<void>;
}

export async function openMarkedShop(): Promise<MarkedShop> {
  const user = `t_${randomBytes(5).toString('hex')}`;
  const shop = await openShop();
  await shop.schema.query(`CREATE USER '${user}'@'%' IDENTIFIED BY ?`, [PASSWORD]);
  await shop.schema.query(`GRANT ALL ON ${shop.schema.name}.* TO '${user}'@'%'`);
  shop.bitcram.tokens.add(TOKEN);
  shop.publications.secret = SECRET;
  const env = {
    ...shop.env,
    USER_DB: user,
    PASSWORD_DB: PASSWORD,
    BITCRAM_TOKEN: TOKEN,
    SECRET_PUBLICATIONS: SECRET,
    HTTP_ATTEMPTS: '1',
    LOG_LEVEL: 'trace',
  };
  return {
    ...shop,
    async restock() {
      await clear(shop, env);
      offer(shop, goods(12));
    },
    async close() {
      await shop.schema.query(`DROP USER IF EXISTS '${user}'@'%'`);
      await shop.close();
    },
  };
}

/** Runs a command and searches all that it printed and all that stands in any table afterwards. */
export async function runAndSearch(shop: Shop, args: readonly string[], exitCode: number): Promise<string> {
  const result = await runJob(args, shop.env);
  const printed = result.stdout + result.stderr;
  expect(result.exitCode, printed).toBe(exitCode);
  expectNoSecret(printed, args.join(' '));
  for (const [name, rows] of Object.entries(await everything(shop))) {
    for (const row of rows) expectNoSecret(Object.values(row).map(String).join('\n'), `table ${name}`);
  }
  return printed;
}

/** What a server says that quotes the request's own header, in every spelling that can stand in an answer of its own or in an item. */
export const ECHO = (secret: string): string =>
  SPELLINGS.filter((spell) => spell !== inJsonTwice)
    .map((spell) => `header authorization was Bearer ${spell(secret)}`)
    .join(' ; ');
