// The pictures of the READMEs, made from real runs: the second of the demo's days on a terminal, in each language.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../database.ts';
import { execute } from '../database/execute.ts';
import type { Database } from '../database/server.ts';
import { variablesFor } from '../database/variables.ts';
import { runJob } from '../demo/job.ts';
import { product } from '../setup/tasks.mjs';
import { SIMULATED_TOKEN, startBitcram } from '../simulate/bitcram.ts';
import { realCatalogue, SURVEY_DATES } from '../simulate/catalogue.ts';
import { SIMULATED_SECRET, startPublications } from '../simulate/publications.ts';
import { onTerminal } from '../terminal.ts';
import { COLUMNS, pictureOf } from './screen.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const LANGUAGES = [
  { language: 'en', locale: 'en_US.UTF-8', file: 'docs/terminal.svg', title: 'A run on a terminal' },
  {
    language: 'es',
    locale: 'es_AR.UTF-8',
    file: 'docs/terminal.es.svg',
    title: 'Una corrida en la terminal',
  },
];

const log = (line: string): void => void process.stderr.write(`pictures: ${line}\n`);

async function terminalOf(database: Database, locale: string): Promise<string> {
  await using scope = new AsyncDisposableStack();
  const schema = `bitcram_pictures_${randomBytes(4).toString('hex')}`;
  await execute(database, `CREATE DATABASE ${schema} CHARACTER SET utf8mb4`);
  scope.defer(() => execute(database, `DROP DATABASE ${schema}`));
  // As slow as a server far away, so that the rate is one that a person may see.
  const bitcram = await startBitcram({ latencyMs: 80 });
  scope.defer(() => bitcram.close());
  const publications = await startPublications();
  scope.defer(() => publications.close());
  const env = {
    ...variablesFor(database),
    PATH: process.env['PATH'] ?? '',
    NAME_DB: schema,
    URL_BITCRAM: bitcram.url,
    BITCRAM_TOKEN: SIMULATED_TOKEN,
    CHECKOUT: '1',
    URL_PUBLICATIONS: publications.url,
    SECRET_PUBLICATIONS: SIMULATED_SECRET,
    LANG: locale,
  };
  const { signal } = new AbortController();
  await runJob(['migrate'], env, signal);
  const offer = async (date: (typeof SURVEY_DATES)[number]): Promise<void> => {
    const { priceList, stock } = await realCatalogue(date);
    bitcram.setCatalogue(priceList);
    bitcram.setStock(stock);
  };
  await offer(SURVEY_DATES[0]);
  await runJob(['sync'], env, signal);
  await offer(SURVEY_DATES[1]);
  const [, ...args] = product;
  const { exitCode, raw } = await onTerminal([process.execPath, ...args, 'sync'], PROJECT, env, COLUMNS);
  if (exitCode !== 0) throw new Error(`sync ended with ${exitCode}: ${raw}`);
  return raw;
}

const database = await openDatabase({ log });
try {
  for (const { locale, file, title } of LANGUAGES) {
    writeFileSync(
      `${PROJECT}${file}`,
      await pictureOf('npm run sync', await terminalOf(database, locale), title),
    );
    log(file);
  }
} finally {
  await database.close();
}
