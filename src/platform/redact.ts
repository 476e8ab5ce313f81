/**
 * The last line of defence for secrets: every value that was read as one is hidden, in the forms in which it could be quoted,
 * from whatever is printed or stored. The first line is never to put a secret into a message at all.
 */
const hidden = new Set<string>();
/** Longest first: a secret may begin with another, whose place would leave its rest in sight. */
let longestFirst: string[] = [];

/** As a short word or a small number is spelt, which stands in many innocent texts. What is longer is hidden everywhere. */
const SHORT_WORD = /^(?:\p{L}?\p{Ll}{0,4}|\p{Lu}{1,5}|\d{1,4}|.{1,3})$/u;

const QUOTE = String.raw`\\*["'\x60]?`;
const NAMES = 'passw(?:or)?d|pwd|token|secret|api.?key|contraseña|clave';
const BEHIND = String.raw`(?:${NAMES})${QUOTE}\s*[:=]?\s*${QUOTE}|\bbearer\s+|=${QUOTE}`;

/**
 * A secret that is a short word, such as "stock", is hidden only where the text says that it is one: behind a word such as
 * password or Bearer, behind =, or between : and @ in an address. Hidden everywhere it would garble what is said of the stock, and
 * the names of the report's fields; and elsewhere nobody can tell it from the word. Its encodings are no words.
 */
function whereSaid(word: string): RegExp {
  const spelt = word.replaceAll(/[^\p{L}\p{N}]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
  return new RegExp(`(?<=${BEHIND})${spelt}(?![\\p{L}\\p{N}_-])|(?<=://[^\\s/@]*:)${spelt}(?=@)`, 'giu');
}

const shortWords = new Map<string, RegExp>();

export function registerSecret(secret: string | undefined): void {
  if (secret === undefined || secret === '') return;
  const isShortWord = SHORT_WORD.test(secret);
  if (isShortWord) shortWords.set(secret, whereSaid(secret));
  for (const spell of SPELLINGS) {
    const spelled = spell(secret);
    if (isShortWord && (spelled === secret || secret.length < SHORTEST_ENCODED_CHARS)) continue;
    // What was quoted is quoted once more where it stands in a JSON text, and that in a log line.
    for (const text of [spelled, inJson(spelled), inJson(inJson(spelled))]) hidden.add(text);
  }
  longestFirst = [...hidden].sort((a, b) => b.length - a.length);
}

/** The encodings of less are as short as words. */
const SHORTEST_ENCODED_CHARS = 4;

/** Shorter parts of an address are ordinary words. */
const SHORTEST_KEY_CHARS = 16;

/** An address as a whole, and the keys that are parts of it. */
export function registerAddress(address: string): void {
  const { pathname = '', searchParams = new URLSearchParams() } = URL.parse(address) ?? {};
  const parts = [...pathname.split('/'), ...searchParams.values()];
  registerSecret(address);
  for (const part of parts) if (part.length >= SHORTEST_KEY_CHARS) registerSecret(part);
}

/** As a JSON text has it inside its quotes. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As those servers write JSON that spell with ASCII alone, or so that it may stand in HTML. */
function inAsciiJson(text: string): string {
  return inJson(text).replaceAll(
    /[^ -~]|[<>&']/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function inUrl(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function inHtml(text: string, quotes: Readonly<Record<string, string>>): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', ...quotes };
  return text.replaceAll(/[&<>"']/g, (char) => entities[char] ?? char);
}

/** How a server that quotes a request, a library or this program could write a text. */
const SPELLINGS: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => inJson(secret).replaceAll('/', '\\/'),
  inAsciiJson,
  (secret) => inAsciiJson(secret).replaceAll('/', '\\/'),
  inUrl,
  (secret) => inUrl(secret).replaceAll(/%../g, (hex) => hex.toLowerCase()),
  (secret) => new URLSearchParams({ '': secret }).toString().slice(1),
  (secret) => Buffer.from(secret).toString('base64'),
  (secret) => Buffer.from(secret).toString('base64').replaceAll('=', ''),
  (secret) => Buffer.from(secret).toString('base64url'),
  (secret) => inHtml(secret, {}),
  (secret) => inHtml(secret, { '"': '&quot;' }),
  (secret) => inHtml(secret, { '"': '&quot;', "'": '&#39;' }),
  (secret) => inHtml(secret, { '"': '&quot;', "'": '&#039;' }),
  (secret) => inHtml(secret, { '"': '&quot;', "'": '&#x27;' }),
  (secret) => inHtml(secret, { '"': '&#34;', "'": '&#39;' }),
];

export function redact(text: string): string {
  let safe = text;
  for (const secret of longestFirst) {
    if (safe.includes(secret)) safe = safe.replaceAll(secret, '[hidden]');
  }
  for (const [word, place] of shortWords) if (safe.includes(word)) safe = safe.replaceAll(place, '[hidden]');
  return safe;
}
