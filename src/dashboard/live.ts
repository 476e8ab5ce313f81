import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runChild } from '../platform/children.ts';
import type { Context } from '../platform/command.ts';
import { type Language, LANGUAGES } from '../platform/language.ts';
import type { App } from '../server/app.ts';
import { Probe } from '../server/probe.ts';
import { unavailable } from '../server/problems.ts';
import { languageAsked } from '../server/reader.ts';

/** Whoever asks within this time shares a page. One of a large shop takes some seconds. */
const LIMITS = { freshMs: 5_000, limitMs: 60_000 };

const querystring = z.object({ lang: z.enum(LANGUAGES).optional().catch(undefined) });

/** The page for the shop's owner, at `/`, as things stand when somebody asks. Its folder goes with the scope, and whatever is made with the signal. */
export async function addDashboard(
  app: App,
  { target, signal, scope }: Pick<Context, 'target' | 'signal'> & { scope: AsyncDisposableStack },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  const pages = Object.fromEntries(
    LANGUAGES.map((language) => [language, new Probe((limit) => make(language, limit), LIMITS)]),
  ) as Record<Language, Probe<Buffer>>;

  /** In a process of its own: what takes a second would hold up every other answer. */
  async function make(language: Language, limit: AbortSignal): Promise<Buffer> {
    const file = join(folder, `${language}.html`);
    const args = [
      'report',
      '--out',
      file,
      '--lang',
      language,
      ...(target === null ? [] : ['--target', target]),
    ];
    await runChild(args, AbortSignal.any([signal, limit]));
    return readFile(file);
  }

  app.get('/', { schema: { hide: true, querystring } }, async ({ query, headers }, reply) => {
    const page = await pages[query.lang ?? languageAsked(headers['accept-language'])].value();
    // Why, its own process has said in the log.
    if (page === undefined) throw unavailable();
    return reply.headers({ Vary: 'Accept-Language, Cookie' }).type('text/html; charset=utf-8').send(page);
  });
}
