/**
 * The last line of defence for secrets: every value that was read as one is hidden, in the forms in which it could be quoted,
 * from whatever is printed or stored. The first line is never to put a secret into a message at all.
 */
const hidden = new Set<string>();
/** Longest first: a secret may begin with another, whose place would leave its rest in sight. */
let longestFirst: string[] = [];

/** Shorter values would hide ordinary words; such a secret guards nothing anyway. */
const SHORTEST_SECRET_CHARS = 4;

export function hide(secret: string | undefined): void {
  if (secret === undefined || secret.length < SHORTEST_SECRET_CHARS) return;
  hidden.add(secret);
  hidden.add(JSON.stringify(secret).slice(1, -1));
  hidden.add(encodeURIComponent(secret));
  hidden.add(Buffer.from(secret).toString('base64'));
  longestFirst = [...hidden].sort((a, b) => b.length - a.length);
}

export function redact(text: string): string {
  let safe = text;
  for (const secret of longestFirst) {
    if (safe.includes(secret)) safe = safe.replaceAll(secret, '[hidden]');
  }
  return safe;
}
