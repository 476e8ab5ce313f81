import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { goods, offer } from './goods.ts';
import type { JobResult } from './job.ts';
import { openShop, type Shop } from './shop.ts';

/** For all tests of a file so many shops, each the target of one file; the first offers one product, the second two, and so on. */
export function targetShops(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'targets-'));
  const file = join(folder, 'targets.json');
  const shops: Shop[] = [];
  /** The environment of the process: what all targets have in common. */
  const env: Record<string, string> = { TARGETS_FILE: file };

  const shop = (index: number): Shop => shops[index] as Shop;
  const targetOf = (index: number) => {
    const { URL_BITCRAM, URL_PUBLICATIONS, NAME_DB } = shop(index).env;
    return { name: `shop-${index}`, CHECKOUT: 1, URL_BITCRAM, URL_PUBLICATIONS, NAME_DB };
  };
  /** Makes these the targets: the first so many shops, and more. */
  const write = (shopsListed: number, ...more: object[]): void => {
    const targets = Array.from({ length: shopsListed }, (_, index) => targetOf(index));
    // As a whole: a job that goes its rounds may be reading it.
    writeFileSync(`${file}.new`, JSON.stringify([...targets, ...more]));
    renameSync(`${file}.new`, file);
  };

  beforeAll(async () => {
    shops.push(...(await Promise.all(Array.from({ length: count }, () => openShop()))));
    const { URL_BITCRAM: _u, CHECKOUT: _c, URL_PUBLICATIONS: _p, NAME_DB: _n, ...common } = shop(0).env;
    Object.assign(env, common);
  });
  afterAll(async () => {
    await Promise.all(shops.map((each) => each.close()));
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    write(count);
    shops.forEach((each, index) => {
      each.bitcram.intercept();
      each.bitcram.forgetRequests();
      offer(each, goods(index + 1));
    });
  });
  return { shops, env, shop, targetOf, write };
}

/** Of the targets, as `--json` prints them. */
export function reportsOf({ stdout }: JobResult): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
