import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect } from 'vitest';
import type { PageModel } from '../../src/dashboard/model/model.ts';
import type { Shop } from './shop.ts';
import { freshShop } from './test-shop.ts';

/** A shop with a folder for its page; both are empty before each test. */
export interface ReportShop {
  shop: Shop;
  folder: string;
  /** The file of the page. */
  out: string;
  /** Writes the page, and is what it is made of. */
  model(...flags: string[]): Promise<PageModel>;
  /** The page without its program, style and marks. */
  words(): string;
}

export function reportShop(): ReportShop {
  const shop = freshShop();
  const folder = mkdtempSync(join(tmpdir(), 'report-test-'));
  const out = join(folder, 'report.html');
  afterEach(() => {
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    shop,
    folder,
    out,
    async model(...flags) {
      const { exitCode, stdout, stderr } = await shop.run('report', '--out', out, '--json', ...flags);
      expect(exitCode, stderr).toBe(0);
      return JSON.parse(stdout) as PageModel;
    },
    words: () =>
      readFileSync(out, 'utf8')
        .replace(/<(script|style)[^]*?<\/\1>/g, '')
        .replace(/<\/?time[^>]*>/g, '')
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' '),
  };
}
