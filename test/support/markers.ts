import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';

/**
 * Markers with everything in them that is spelled otherwise when it is quoted in a URL, in JSON, in HTML or in a header. They
 * are long, as real tokens are: a message that cuts one must not show its beginning.
 */
const mark = (name: string): string =>
  `${name}-${randomBytes(6).toString('hex')}/+&="'<%>\\${'x'.repeat(20)}${randomBytes(90).toString('hex')}`;
export const TOKEN = mark('tok');
export const SECRET = mark('hook');
/** MySQL cuts no password short of 32 characters in its own log-in tools; this one is of an ordinary length. */
export const PASSWORD = `pw-${randomBytes(6).toString('hex')}/+&="<%>`;
export const WRONG_PASSWORD = `wrong-pw-${randomBytes(6).toString('hex')}/+&="<%>`;

/** The ways in which a server, a library or this program could spell a text. */
export const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(text).slice(1, -1),
  inJsonTwice,
  (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  encodeURIComponent,
  (text) => encodeURIComponent(text).replaceAll(/%../g, (hex) => hex.toLowerCase()),
  (text) => new URLSearchParams({ q: text }).toString().slice(2),
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (text) => inHtml(text),
];

export function inJsonTwice(text: string): string {
  return JSON.stringify(JSON.stringify(text)).slice(3, -3);
}

export function inHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (char) => entities[char] ?? char);
}

/** So much of a secret is not seen by chance: also a beginning, a middle or an end of it is a leak. */
const PIECE_CHARS = 14;

function piecesOf(secret: string): Set<string> {
  const pieces = new Set<string>();
  for (const spell of SPELLINGS) {
    const spelled = spell(secret);
    for (let at = 0; at + PIECE_CHARS <= spelled.length; at += 1) {
      const piece = spelled.slice(at, at + PIECE_CHARS);
      // The filling in the middle is no secret.
      if (!/^x+$/.test(piece)) pieces.add(piece);
    }
  }
  return pieces;
}

const PIECES = new Map(
  [TOKEN, SECRET, PASSWORD, WRONG_PASSWORD].map((secret) => [secret.split('-')[0], piecesOf(secret)]),
);

export function expectNoSecret(text: string, where: string): void {
  for (const [name, pieces] of PIECES) {
    const found = [...pieces].find((piece) => text.includes(piece));
    expect(found, `a piece of ${name} in ${where}: ${text.slice(0, 2000)}`).toBeUndefined();
  }
}
