/** Text that is markup already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Fragment = Markup | string | number | null | readonly Fragment[];

/** Markup in which every value is text, unless it is markup itself. */
export function markup(parts: TemplateStringsArray, ...values: readonly Fragment[]): Markup {
  const lines = parts.map((part) => part.replace(/\s*\n\s*/g, '\n'));
  return new Markup(lines.map((line, index) => line + textOf(values[index] ?? null)).join(''));
}

/** A sentence in which a command stands between backticks: no line breaks within it. */
export function sentence(text: string): Markup {
  const parts = text.split('`');
  return markup`${parts.map((part, index) => (index % 2 === 0 ? part : markup`<code>${part}</code>`))}`;
}

function textOf(value: Fragment): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(textOf).join('');
  return String(value).replace(/[&<>"']/g, (char) => ENTITIES[char] as string);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A value for a `<script type="application/json">`, which nothing in it can end. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

/** A program that may stand inside `<script>`: what could end it there is spelled in another way that means the same. */
export function scriptText(program: string): string {
  return program.replace(/<(?=\/script|!--|script)/gi, String.raw`\x3c`);
}
