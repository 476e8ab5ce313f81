import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { LANGUAGES } from '../../platform/language.ts';
import type { App } from '../../server/app.ts';
import { languageAsked } from '../../server/reader.ts';
import { LOCAL_OWNER } from '../../server/tokens.ts';
import { COLUMNS } from '../rows/columns.ts';
import { pageEn } from '../words/page.en.ts';
import { pageEs } from '../words/page.es.ts';
import { pageOf, type PageParts } from './page.ts';

const TEXTS = { en: pageEn, es: pageEs };
/** `lang` goes before what the browser asks for. */
const querystring = z.object({ lang: z.enum(LANGUAGES).optional().catch(undefined) });

/** The page for people, at `/uploads`. */
export async function addUploadPage(app: App, maxBytes: number): Promise<void> {
  const parts = await readParts();
  app.get(
    '/uploads',
    { config: { who: 'clients' }, schema: { hide: true, querystring } },
    (request, reply) => {
      const { query, headers, client } = request;
      const language = query.lang ?? languageAsked(headers['accept-language']);
      const suppliers = client.proveedores === '*' ? undefined : client.proveedores;
      const loggedInAs = client === LOCAL_OWNER ? undefined : client.name;
      const data = { language, suppliers, maxBytes, columns: COLUMNS.length };
      const { html, policy } = pageOf(TEXTS[language], data, parts, loggedInAs);
      return reply
        .headers({
          'Content-Security-Policy': policy,
          'Referrer-Policy': 'same-origin',
          Vary: 'Accept-Language, Cookie',
        })
        .type('text/html; charset=utf-8')
        .send(html);
    },
  );
}

/** Beside the program. */
async function readParts(): Promise<PageParts> {
  const read = (name: string): Promise<string> =>
    readFile(new URL(`../uploads/${name}`, import.meta.url), 'utf8');
  const [program, style] = await Promise.all([read('page.js'), read('page.css')]);
  return { program, style };
}
