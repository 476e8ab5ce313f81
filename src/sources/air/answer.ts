/** A notice of PHP as a web page has it, and as a line of text has it. What ends a program, such as a fatal error, is none of them. */
const NOTICES = [
  /(?:<br \/>\s*)?<b>(?:Notice|Warning|Deprecated|Strict Standards)<\/b>:(?:(?!<b>(?:Notice|Warning|Deprecated|Fatal error|Parse error|Strict Standards)<\/b>).)*? on line <b>\d+<\/b>(?:<br \/>)?\n?/gs,
  /^(?:PHP )?(?:Notice|Warning|Deprecated|Strict Standards): [^\n]* on line \d+\n?/gm,
];

/** What a text of the API says. */
export type Said = { json: unknown } | 'nothing' | 'only notices' | 'no json';

/** Notices are cut away only where what remains is whole JSON. */
export function saidIn(text: string): Said {
  const whole = parsed(text);
  if (whole !== undefined) return whole;
  if (text.trim() === '') return 'nothing';
  const rest = NOTICES.reduce((left, notice) => left.replace(notice, ''), text);
  if (rest.length === text.length) return 'no json';
  if (rest.trim() === '') return 'only notices';
  return parsed(rest) ?? 'no json';
}

function parsed(text: string): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** An error of the API, which may come with status 200. */
export interface ApiError {
  id: string;
  text: string;
}

export function apiErrorIn(json: unknown): ApiError | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { error_id: id, error_name: name, error_detail: detail } = json as Record<string, unknown>;
  if (typeof id !== 'number' && typeof id !== 'string') return undefined;
  return { id: String(id), text: [name, detail].filter((part) => typeof part === 'string').join(': ') };
}
