import { type Markup, jsonText, markup, Markup as Made, scriptText } from '../../platform/markup.ts';
import { pageHead, pagePolicy } from '../../platform/page.ts';
import type { PageText } from '../words/page.en.ts';
import { API, BYTES_PER_MB, type PageData } from './page-data.ts';

/** Made by the build. */
export interface PageParts {
  program: string;
  style: string;
}

const LANGUAGES = [
  ['es', 'Español'],
  ['en', 'English'],
] as const;

/** The page as the server sends it: every part is in its place, and its program fills them in. */
export function pageOf(
  text: PageText,
  data: PageData,
  parts: PageParts,
  loggedInAs: string | undefined,
): { html: string; policy: string } {
  const program = scriptText(parts.program);
  const page = markup`${pageHead({ language: data.language, title: text.title, style: parts.style })}
<body>
<header>
  <h1>${text.title}</h1>
  <nav aria-label="${text.language}">${LANGUAGES.map(([code, name]) => markup`<a href="?lang=${code}" lang="${code}" hreflang="${code}"${code === data.language ? markup` aria-current="true"` : null}>${name}</a> `)}</nav>
  ${loggedInAs === undefined ? null : markup`<form method="post" action="/logout">${text.loggedInAs(loggedInAs)} <button class="quiet">${text.logOut}</button></form>`}
</header>
<main>
<p class="note">${text.intro}</p>
<noscript><p class="card wrong">${text.needsScript}</p></noscript>
<p id="trouble" class="wrong" role="alert"></p>
${newSection(text, data)}
${taskSection(text)}
<section aria-labelledby="earlier-h">
  <h2 id="earlier-h">${text.earlier.heading}</h2>
  <ol id="earlier"></ol>
  <p id="no-earlier" class="note" hidden>${text.earlier.none}</p>
  <button type="button" id="more" class="quiet" hidden>${text.earlier.more}</button>
</section>
</main>
<script type="application/json" id="data">${new Made(jsonText(data))}</script>
<script>${new Made(program)}</script>
</body>
</html>
`;
  const rules = [`connect-src 'self'`, `form-action 'self'`, `frame-ancestors 'none'`];
  return { html: page.text, policy: pagePolicy(program, parts.style, rules) };
}

function newSection(text: PageText, data: PageData): Markup {
  const mb = data.maxBytes / BYTES_PER_MB;
  return markup`<section id="new" aria-labelledby="new-h">
  <h2 id="new-h" tabindex="-1">${text.new}</h2>
  <form id="form" class="card" novalidate>
    <div class="field">
      <label for="supplier">${text.supplier}</label>
      ${supplierControl(text, data.suppliers)}
      <p id="supplier-wrong" class="wrong"></p>
    </div>
    <div class="field">
      <p class="label" id="file-label">${text.file}</p>
      <label id="drop" class="drop">
        <input type="file" id="file" class="unseen" accept=".xlsx,.csv" aria-labelledby="file-label chosen" aria-describedby="file-hint file-wrong">
        <b id="chosen">${text.choose}</b>
        <small id="file-hint">${text.fileHint(mb)}</small>
      </label>
      <p class="note">${text.templates} <a href="${API}/bulk-upload/template" download>${text.template}</a>, <a href="${API}/bulk-upload/template?ejemplo" download>${text.example}</a>.</p>
      <p id="file-wrong" class="wrong"></p>
    </div>
    <fieldset>
      <legend class="label">${text.options}</legend>
      ${tick('replaces', text.replaces, text.replacesHint)}
      ${tick('dry-run', text.dryRun, text.dryRunHint)}
    </fieldset>
    <div role="group" aria-labelledby="preview-h">
      <h3 id="preview-h" hidden>${text.preview.heading}</h3>
      <p id="looking" role="status"></p>
      <p id="known" class="note" role="status"></p>
      <div id="preview" hidden></div>
    </div>
    <button type="submit" id="submit">${text.upload}</button>
  </form>
  <div id="sending" class="card" hidden>
    <h3 id="sending-name" tabindex="-1"></h3>
    <progress id="sent" max="100" value="0" aria-label="${text.sending.progress}"></progress>
    <p id="sending-now" role="status"></p>
    <button type="button" id="stop" class="quiet">${text.sending.stop}</button>
  </div>
</section>`;
}

function supplierControl(text: PageText, suppliers: readonly string[] | undefined): Markup {
  if (suppliers === undefined) {
    return markup`<input id="supplier" maxlength="64" autocomplete="off" list="suppliers" required aria-describedby="supplier-hint supplier-wrong">
<datalist id="suppliers"></datalist>
<small id="supplier-hint">${text.supplierHint}</small>`;
  }
  return markup`<select id="supplier" aria-describedby="supplier-wrong">${suppliers.map((id) => markup`<option>${id}</option>`)}</select>`;
}

function tick(id: string, label: string, hint: string): Markup {
  return markup`<div class="tick">
  <input type="checkbox" id="${id}" aria-describedby="${id}-hint">
  <label for="${id}">${label}</label>
  <small id="${id}-hint">${hint}</small>
</div>`;
}

function taskSection(text: PageText): Markup {
  const { task } = text;
  return markup`<section id="task" aria-labelledby="task-h" hidden>
  <h2 id="task-h" tabindex="-1"></h2>
  <div class="card">
    <p id="task-of" class="note"></p>
    <p id="task-said" class="sentence"></p>
    <p id="task-heard" class="unseen" role="status"></p>
    <progress id="task-bar" aria-label="${task.working}"></progress>
    <p id="connection" class="wrong" role="status"></p>
    <dl id="figures" class="figures"></dl>
    <p class="buttons">
      <button type="button" id="for-real" hidden></button>
      <button type="button" id="cancel" class="quiet">${task.cancel}</button>
      <a href="#" id="another">${task.another}</a>
    </p>
  </div>
  <div id="errors"></div>
</section>`;
}
