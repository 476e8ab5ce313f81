// The pictures of the documents, made from real runs: the second of the demo's days on a terminal, the owner's page after a month, and
// the page of uploads. `-- --uploads` makes those of the last alone.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../browser.ts';
import { openDatabase } from '../database.ts';
import type { Database } from '../database/server.ts';
import { openWorld } from '../demo/world.ts';
import { productArgs } from '../setup/tasks.mjs';
import { realCatalogue, SURVEY_DATES } from '../simulate/catalogue.ts';
import { onTerminal } from '../terminal.ts';
import { aMonth } from './month.ts';
import { COLUMNS, pictureOf } from './screen.ts';
import { pictureUploads } from './uploads.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const WORLD = { purpose: 'pictures', signal: new AbortController().signal };
/** Of what stands first on the page. */
const PAGE = { width: 1180, height: 800 };
/** What lies a day further back once a day has passed. */
const MOMENTS = {
  sync_run: ['started_at', 'alive_at', 'unlocked_at', 'committed_at', 'finished_at'],
  sync_change: ['changed_at'],
  sync_missing: ['missing_since', 'settled_at'],
  sync_quarantine: ['first_seen_at', 'last_seen_at', 'settled_at'],
};
const LANGUAGES = [
  { language: 'en', suffix: '', title: 'A run on a terminal' },
  { language: 'es', suffix: '.es', title: 'Una sincronización en la terminal' },
];

const log = (line: string): void => void process.stderr.write(`pictures: ${line}\n`);

async function terminalIn(database: Database, language: string): Promise<string> {
  await using scope = new AsyncDisposableStack();
  const { bitcram, env, job } = await openWorld(database, scope, WORLD);
  // As slow as a server far away, so that the rate is one that a person may see.
  bitcram.latencyMs = 80;
  for (const date of SURVEY_DATES.slice(0, 2)) {
    const { priceList, stock } = await realCatalogue(date);
    bitcram.setCatalogue(priceList);
    bitcram.setStock(stock);
    if (date === SURVEY_DATES[0]) await job('sync');
  }
  const command = [process.execPath, ...productArgs, 'sync', '--lang', language];
  const { exitCode, raw } = await onTerminal(
    command,
    PROJECT,
    { PATH: process.env['PATH'] ?? '', ...env },
    { columns: COLUMNS },
  );
  if (exitCode !== 0) throw new Error(`sync ended with ${exitCode}: ${raw}`);
  return raw;
}

async function picturePages(database: Database, browser: Browser): Promise<void> {
  await using scope = new AsyncDisposableStack();
  const { bitcram, job, sql } = await openWorld(database, scope, WORLD);
  await aMonth({
    bitcram,
    sync: async () => void (await job('sync')),
    aDayPasses: async () => {
      for (const [table, columns] of Object.entries(MOMENTS)) {
        const earlier = columns.map((column) => `${column} = ${column} - INTERVAL 1 DAY`).join(', ');
        await sql(`UPDATE @schema.${table} SET ${earlier}`);
      }
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  scope.defer(() => rmSync(folder, { recursive: true, force: true }));
  for (const { language, suffix } of LANGUAGES) {
    const file = join(folder, `report${suffix}.html`);
    await job('report', '--out', file, '--lang', language, '--time-zone', 'America/Argentina/Buenos_Aires');
    const page = await browser.newPage({ viewport: PAGE });
    await page.goto(pathToFileURL(file).href);
    await page.locator('figure svg:visible').first().waitFor();
    await page.screenshot({ path: `${PROJECT}docs/report${suffix}.png`, animations: 'disabled' });
    log(`docs/report${suffix}.png`);
  }
}

async function pictureTerminals(database: Database): Promise<void> {
  for (const { language, suffix, title } of LANGUAGES) {
    const picture = await pictureOf('npm run job -- sync', await terminalIn(database, language), title);
    writeFileSync(`${PROJECT}docs/terminal${suffix}.svg`, picture);
    log(`docs/terminal${suffix}.svg`);
  }
}

const onlyUploads = process.argv.includes('--uploads');
await using scope = new AsyncDisposableStack();
const database = await openDatabase({ log });
scope.defer(() => database.close());
const { path } = await findBrowser(log);
const browser = await chromium.launch({ executablePath: path, chromiumSandbox: false });
scope.defer(() => browser.close());
if (!onlyUploads) {
  await pictureTerminals(database);
  await picturePages(database, browser);
}
for (const file of await pictureUploads(database, browser, `${PROJECT}docs`)) log(`docs/${file}`);
