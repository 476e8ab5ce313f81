import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import { openSchema } from './database.ts';
import { runJob } from './job.ts';
import { fillMonth, type Month, zoneAtNoon } from './month.ts';
import { migrateSchema } from './session.ts';

export const LANGUAGES = ['es', 'en'] as const;
export type PageLanguage = (typeof LANGUAGES)[number];

interface MonthPages {
  folder: string;
  month: Month;
  fileOf(language: PageLanguage): string;
  close(): Promise<void>;
}

/** For all tests of a file, or of a `describe`. */
export function monthPagesBeforeAll(): MonthPages {
  const pages = {} as MonthPages;
  beforeAll(async () => {
    Object.assign(pages, await makeMonthPages());
    return () => pages.close();
  }, 180_000);
  return pages;
}

/** What `report` makes of the month of tests, in both languages. */
async function makeMonthPages(): Promise<MonthPages> {
  const folder = mkdtempSync(join(tmpdir(), 'page-test-'));
  const schema = await openSchema();
  await migrateSchema(schema);
  const now = new Date();
  const month = await fillMonth(schema, now);
  const fileOf = (language: string): string => join(folder, `${language}.html`);
  for (const language of LANGUAGES) {
    const flags = ['--out', fileOf(language), '--lang', language, '--time-zone', zoneAtNoon(now)];
    const { exitCode, stderr } = await runJob(['report', ...flags], schema.env);
    if (exitCode !== 0) throw new Error(stderr);
  }
  return {
    folder,
    month,
    fileOf,
    async close() {
      rmSync(folder, { recursive: true });
      await schema.drop();
    },
  };
}
