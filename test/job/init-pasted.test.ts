import { writeFileSync } from 'node:fs';
import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { SIMULATED_TOKEN } from '../../dev/simulate/bitcram.ts';
import { hasTerminal, type TerminalResult, type Typed } from '../../dev/terminal.ts';
import { CTRL_C, DOWN, ENTER, openSetup, SECRET, shown } from '../support/setup.ts';

const { shop, path, written, init, everything, expectNoSecret } = await openSetup();

/** As a terminal sends it that was asked to mark what is pasted. */
const pasted = (text: string): string => `\u001b[200~${text.replaceAll('\n', '\r')}\u001b[201~`;
const broken = SIMULATED_TOKEN.replace(/^.{4}/, '$&\n  ');
/** The answers with some of them given otherwise. */
const answering = (keys: Readonly<Record<string, string>>): Typed[] =>
  everything().map(([asked, usual]) => [asked, keys[String(asked)] ?? usual]);

const TOKEN = '(BITCRAM_TOKEN), which stays hidden';

describe.skipIf(!hasTerminal)('on a terminal', () => {
  test.each([
    ['with a line break in it', pasted(broken) + ENTER],
    ['with a line break in it, on a terminal that marks nothing', broken.replace('\n', '\r') + ENTER],
    ['with a line break behind it', pasted(`${SIMULATED_TOKEN}\n`) + ENTER],
    ['in quotes, with spaces around them', pasted(`  "${SIMULATED_TOKEN}" `) + ENTER],
    ['with the word of its header', pasted(`Authorization: Bearer ${SIMULATED_TOKEN}`) + ENTER],
    ['as a line of a file', pasted(`export BITCRAM_TOKEN='${SIMULATED_TOKEN}'\n`) + ENTER],
    ['with spaces, typed', ` ${SIMULATED_TOKEN} ${ENTER}`],
  ])('a token pasted %s is the token', async (_how, keys) => {
    const end = await init(answering({ [TOKEN]: keys }));
    expect(end.exitCode, shown(end)).toBe(0);
    expect(written()).toMatchObject({ BITCRAM_TOKEN: SIMULATED_TOKEN, URL_BITCRAM: shop.bitcram.url });
    expectNoSecret(end);
    for (const part of broken.split(/\s+/)) expect(end.raw).not.toContain(part);
  });

  test('an address may be pasted in quotes or as a line of a file, and is written as it is read', async () => {
    const { HOST_DB = '' } = shop.env;
    const end = await init(
      answering({
        '(URL_BITCRAM)': pasted(`URL_BITCRAM="${shop.bitcram.url}/"\n`) + ENTER,
        '(HOST_DB)': `“${HOST_DB}”${ENTER}`,
        '(URL_PUBLICATIONS)': ` "${shop.publications.url}" ${ENTER}`,
      }),
    );
    expect(end.exitCode, shown(end)).toBe(0);
    expect(written()).toMatchObject({
      URL_BITCRAM: shop.bitcram.url,
      HOST_DB,
      URL_PUBLICATIONS: shop.publications.url,
    });
  });

  test('several lines that are no token are refused in one line, and answer nothing that is asked next', async () => {
    const secret = '(SECRET_PUBLICATIONS)';
    const end = await init([
      ...everything().slice(0, -1),
      [secret, pasted('first line\nsecond line') + ENTER],
      ['paste the value alone', `\u0015${SECRET}${ENTER}`],
    ]);
    expect(end.exitCode, shown(end)).toBe(0);
    expect(shown(end)).toContain('What was pasted has several lines: paste the value alone, in one line');
    expect(written()['SECRET_PUBLICATIONS']).toBe(SECRET);
    expect(end.raw).not.toContain('second line');
  });

  test.each([60, 80])('what is asked and said is broken between words at %i columns', async (columns) => {
    writeFileSync(path('.env'), 'CHECKOUT=1\n');
    const typed: Typed[] = [
      ['Replace', DOWN + ENTER],
      ['(URL_BITCRAM)', `no-url${ENTER}`],
      ['begins with', `\u0015http://127.0.0.1:9${ENTER}`],
      [/where/, ENTER],
      ['stays', `wrong${ENTER}`],
      [/→[^]*\(URL_BITCRAM\)/, CTRL_C],
    ];
    const end = await init(typed, [], {}, columns);
    expect(end.exitCode, shown(end)).toBe(130);
    const read = await screenOf(end, columns);
    for (const sentence of [
      'Arrows and Enter choose. What you answer is tried at once. Ctrl+C leaves and writes nothing.',
      'There is a .env already. Replace it? The old one is kept as .env.bak, and its values are offered.',
      'check the base URL and that the service is up',
    ]) {
      expect(read).toContain(sentence);
    }
    expect(shown(end).replaceAll(/\s*\n\W*/g, ' ')).toContain(
      'must be a URL that begins with http:// or https://, without user and password in it',
    );
  });
});

/** What stands on the screen at last, as one text. */
async function screenOf({ raw }: TerminalResult, columns: number): Promise<string> {
  const terminal = new xterm.Terminal({ cols: columns, rows: 200, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(raw, resolve));
  const buffer = terminal.buffer.active;
  const lines = Array.from({ length: buffer.length }, (_, at) => buffer.getLine(at)?.translateToString(true));
  return lines.map((line = '') => line.replace(/^\W+/, '')).join(' ');
}
