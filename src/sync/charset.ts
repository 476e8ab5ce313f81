import type { Session } from '../mysql/session.ts';
import type { ItemLimits } from '../sources/source.ts';
import { phrase } from './phrase.ts';

const HAVE_ALL = new Set(['utf8mb4', 'utf16', 'utf16le', 'utf32', 'gb18030']);
/** What takes four bytes in UTF-8, such as an emoji, these lack, and nothing else. */
const LACK_FOUR_BYTES = new Set(['utf8mb3', 'utf8', 'ucs2']);

const FOUR_BYTES = 0xf0;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;
const FIRST_PRINTABLE = 0x20;
const LAST_OF_PLANE = 0xffff;

/** Tells whether the charset of the column `data` has every character of a text; undefined where it has all there are. */
export async function readHolds(session: Session, charset: string | null): Promise<ItemLimits['holds']> {
  if (charset === null || HAVE_ALL.has(charset)) return undefined;
  if (LACK_FOUR_BYTES.has(charset)) return (text) => !text.some((byte) => byte >= FOUR_BYTES);
  const held = await askWhichAreHeld(session, charset);
  return (text) => {
    for (const character of text.toString('utf8')) if (!held.has(character)) return false;
    return true;
  };
}

/** The server knows its charsets: what comes back from one as it was is in it. */
async function askWhichAreHeld(session: Session, charset: string): Promise<ReadonlySet<string>> {
  const all: string[] = [];
  for (let code = FIRST_PRINTABLE; code <= LAST_OF_PLANE; code += 1)
    if (code < FIRST_SURROGATE || code > LAST_SURROGATE) all.push(String.fromCodePoint(code));
  const [row] = await session.read<{ back: string }>(
    phrase('read_charset', { charset }),
    `SELECT CONVERT(CONVERT(? USING ${charset}) USING utf8mb4) AS back`,
    [all.join('')],
  );
  const back = row?.back ?? '';
  return new Set(all.filter((character, at) => back[at] === character));
}
