import { printable } from '../../platform/text.ts';

/** With the status before it, what the outbox keeps of a refusal. */
const MAX_SAID_CHARS = 240;
const DEEPEST = 3;

/** What receivers call the sentence for a person. */
const WORDS = ['error', 'errors', 'message', 'detail', 'reason'] as const;

/** What a JSON answer says in words; where it has none, the answer as it is. Undefined for what is no JSON object. */
export function saidIn(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const words = [...new Set(wordsOf(JSON.parse(text), DEEPEST))];
    return printable(words.length > 0 ? words.join('; ') : text, MAX_SAID_CHARS);
  } catch {
    return undefined;
  }
}

function wordsOf(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const inside = Array.isArray(value)
    ? (value as unknown[])
    : WORDS.map((name) => (value as Readonly<Record<string, unknown>>)[name]);
  return inside.flatMap((each) => wordsOf(each, depth - 1));
}

export function textOf(body: readonly Buffer[]): string {
  return body.length === 0 ? '' : Buffer.concat(body).toString('utf8').trimStart();
}
