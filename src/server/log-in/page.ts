import type { Language } from '../../platform/language.ts';
import { type Markup, markup } from '../../platform/markup.ts';
import { pageHead, pagePolicy } from '../../platform/page.ts';
import { logInEn, type LogInText } from '../words/log-in.en.ts';
import { logInEs } from '../words/log-in.es.ts';

const TEXTS: Readonly<Record<Language, LogInText>> = { en: logInEn, es: logInEs };
const LANGUAGES = [
  ['es', 'Español'],
  ['en', 'English'],
] as const;

const STYLE = `:root{color-scheme:light dark;--page:#f6f6f3;--card:#fff;--text:#1f2529;--muted:#59636b;--line:#767f86;--first:#2b6a99;--on:#fff;--wrong:#b02a25}
@media(prefers-color-scheme:dark){:root{--page:#14181b;--card:#1c2125;--text:#e4e7e9;--muted:#9ca6ae;--line:#6b757d;--first:#74b2de;--on:#14181b;--wrong:#f0857d}}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;background:var(--page);color:var(--text)}
body{max-width:26rem;margin:0 auto;padding:clamp(1.5rem,10vh,6rem) 1rem 2rem}
h1{font-size:1.375rem;line-height:1.25;margin:0 0 1rem}
p{margin:0 0 1rem}
main{background:var(--card);border-radius:10px;padding:1.5rem}
label{display:block;font-weight:600}
small{display:block;color:var(--muted);margin:.25rem 0 1rem}
input,button{font:inherit;width:100%;min-height:2.75rem;padding:.5rem .75rem;border-radius:6px;border:1px solid var(--line);background:var(--page);color:var(--text)}
button{background:var(--first);border-color:var(--first);color:var(--on);font-weight:600;cursor:pointer}
a{color:var(--first)}
nav{display:flex;gap:1.25rem;margin-top:1rem}
nav a{padding:.25rem 0}
.wrong{color:var(--wrong)}
:focus-visible{outline:2px solid var(--first);outline-offset:2px}`;

const HEADERS = {
  'Content-Security-Policy': pagePolicy(undefined, STYLE, [`form-action 'self'`, `frame-ancestors 'none'`]),
  // With none at all, a browser would not say of the form whose it is.
  'Referrer-Policy': 'same-origin',
};

interface LogInPage {
  language: Language;
  next: string;
  /** Who is logged in already. */
  name?: string | undefined;
  problem?: 'unknown' | { restS: number } | undefined;
}

/** A form that needs no script, or who is logged in. */
export function logInPage({ language, next, name, problem }: LogInPage): {
  html: string;
  headers: Record<string, string>;
} {
  const text = TEXTS[language];
  const what = name === undefined ? form(text, next, problem) : known(text, next, name);
  const query = new URLSearchParams({ next }).toString();
  const page = markup`${pageHead({ language, title: `${text.title} · ${text.product}`, style: STYLE })}
<body>
<main>
<h1>${text.product}</h1>
${what}
</main>
<nav aria-label="${text.language}">${LANGUAGES.map(([code, spelt]) => markup`<a href="/login?lang=${code}&${query}" lang="${code}" hreflang="${code}"${code === language ? markup` aria-current="true"` : null}>${spelt}</a> `)}</nav>
</body>
</html>
`;
  return { html: page.text, headers: { ...HEADERS, Vary: 'Accept-Language, Cookie' } };
}

function form(text: LogInText, next: string, problem: LogInPage['problem']): Markup {
  const wrong =
    problem === 'unknown' ? text.unknown : problem && text.tooOften(Math.ceil(problem.restS / 60));
  const described = wrong === undefined ? 'hint' : 'wrong hint';
  return markup`<form method="post" action="/login">
<input type="hidden" name="next" value="${next}">
${wrong === undefined ? null : markup`<p id="wrong" class="wrong" role="alert">${wrong}</p>`}
<label for="token">${text.token}</label>
<small id="hint">${text.hint}</small>
<p><input id="token" name="token" type="password" required autofocus autocomplete="current-password" autocapitalize="none" spellcheck="false" maxlength="512" aria-describedby="${described}"${wrong === undefined ? null : markup` aria-invalid="true"`}></p>
<button>${text.logIn}</button>
</form>`;
}

function known(text: LogInText, next: string, name: string): Markup {
  return markup`<p>${text.known(name)} <a href="${next}">${text.goOn}</a></p>
<form method="post" action="/logout"><button>${text.logOut}</button></form>`;
}
