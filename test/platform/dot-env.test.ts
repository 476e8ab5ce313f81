import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutAtHash, garbledLines, namedTwice, oddLines } from '../../src/platform/dot-env.ts';
import { dotEnvLine } from '../../src/platform/write-dot-env.ts';

test.each([
  'plain',
  'two words',
  ' spaces around ',
  'p#1',
  '# all of it',
  '$HOME ${HOME}',
  String.raw`back\slash \n`,
  "it's",
  'say "so"',
  '`tick`',
  `it's "so"`,
  "it's `so`",
  '"so" `so`',
  'a=b',
  'ñandú €',
])('%s is read back as it was typed', (value) => {
  expect(parseEnv(`${dotEnvLine('X', value)}\nNEXT=1\n`)).toEqual({ X: value, NEXT: '1' });
});

test.each(['\' " ` #', '\' " ` first', 'carriage\rreturn'])('%j is refused', (value) => {
  expect(dotEnvLine('X', value)).toBeUndefined();
});

test('whatever is written is read back, whatever stands beside it', () => {
  const character = fc.constantFrom(...Array.from(`'"\`#$\\ =\n\rnaé`));
  const texts = fc.array(fc.string({ unit: character, maxLength: 12 }), { maxLength: 6 });
  fc.assert(
    fc.property(texts, (values) => {
      const written = values.flatMap((value, index) => {
        const line = dotEnvLine(`X${index}`, value);
        return line === undefined ? [] : [{ name: `X${index}`, value, line }];
      });
      const file = written.map(({ line }) => `${line}\n`).join('');
      expect(parseEnv(file)).toEqual(Object.fromEntries(written.map(({ name, value }) => [name, value])));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['a password that goes on', 'PASSWORD=ab#cd', ['PASSWORD']],
  ['a password that begins with it', 'export PASSWORD=#cd', ['PASSWORD']],
  ['a password with a space before it', 'PASSWORD=ab #cd', ['PASSWORD']],
  ['an address that goes on', 'URL=https://shop.example/#/api\r\nNEXT=1', ['URL']],
  ['several, each once', 'URL=a#b\nPASSWORD=a#b\nURL=a#b', ['URL', 'PASSWORD']],
  ['a comment', 'URL=https://shop.example # ours', []],
  ['a comment where a password will stand', 'PASSWORD= # to be filled in', []],
  ['quotes', `PASSWORD='ab#cd'\nURL="a#b"\nOTHER=\`a#b\``, []],
  ['a line of its own', '# PASSWORD=ab#cd', []],
  ['a line within a value', "TEXT='first\nPASSWORD=ab#cd\nlast'", []],
  ['one that a later line replaces', "PASSWORD=ab#cd\nPASSWORD='ab#cd'", []],
])('a # outside quotes may have cut a value short: %s', (_what, text, names) => {
  expect(cutAtHash(text, (name) => name === 'PASSWORD')).toEqual(names);
});

test.each<[string, number[]]>([
  ['', []],
  ['A=1\n\n# a comment\n  export B = 2 # too\nC=', []],
  ['A="one\ntwo\nthree"\nB=1', []],
  ["A=it's\nB='it\nis'", []],
  ['A=1\r\nCHECKOUT: 7\r\nB=1\r\n', [2]],
  ['A="one\ntwo"\neyJhbGciOi\nB=1\nUSER_DB root', [3, 5]],
  ['USER DB=root', [1]],
])('of %j the lines that set nothing are %j', (text, lines) => {
  expect(oddLines(text)).toEqual(lines);
});

test.each<[string, string[]]>([
  ['CHECKOUT=5\r\n\r\nCHECKOUT=\r\n', ['CHECKOUT']],
  ['export A=1\nB=1\nA = 2 # ours\nB="1"', ['A']],
  ['A=1\nA=1 # the same', []],
  ['# A=1\nA=2', []],
  ["TEXT='first\nA=1\nlast'\nA=2", []],
])('of %j the names that stand there with different values are %j', (text, names) => {
  expect(namedTwice(text)).toEqual(names);
});

test('the lines with a byte that is none of UTF-8 are known', () => {
  const text = new TextDecoder().decode(Buffer.from('A=año\nB=1\nC=ñ', 'latin1'));
  expect(garbledLines(text)).toEqual([1, 3]);
  expect(garbledLines('A=año\nB=1')).toEqual([]);
});
