import fc from 'fast-check';

/** JSON as somebody else's program might spell it: any white space, any escapes, members in any order. */

const space = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.stringMatching(/^[ \t\r\n]{1,3}$/));

const char = fc.oneof(
  fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
  fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '\n', 'ñ', '€', '😀', '\u2028', '\u0000'),
);

function escaped(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** One character as it stands, as short as JSON has it, or as \uXXXX. */
const spelledChar = fc
  .tuple(char, fc.boolean())
  .map(([text, escape]) => (escape ? escaped(text) : JSON.stringify(text).slice(1, -1)));

const stringText = fc.array(spelledChar, { maxLength: 8 }).map((chars) => `"${chars.join('')}"`);

export const numberText = fc.oneof(
  fc.integer().map(String),
  fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,20})?([eE][+-]?\d{1,2})?$/),
);

const scalarText = fc.oneof(stringText, numberText, fc.constantFrom('true', 'false', 'null'));

export const valueText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalarText,
    listOf(fc.tuple(tie('value')).map(([value]) => value)).map((list) => `[${list}]`),
    listOf(member(stringText, tie('value'))).map((members) => `{${members}}`),
  ),
})).value;

function member(key: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(key, space, space, value).map(([k, before, after, v]) => `${k}${before}:${after}${v}`);
}

function listOf(entry: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const spaced = fc.tuple(space, entry, space).map((parts) => parts.join(''));
  return fc.array(spaced, { maxLength: 4 }).map((entries) => entries.join(','));
}

/** A list's answer with the texts of its items: `items` stands anywhere among other members, under any spelling of its name. */
export const listAnswer = fc
  .record({
    items: fc.array(fc.tuple(space, valueText, space), { maxLength: 6 }),
    name: fc.constantFrom('"items"', '"\\u0069tems"', '"it\\u0065ms"'),
    before: fc.array(otherMember(), { maxLength: 3 }),
    after: fc.array(otherMember(), { maxLength: 3 }),
    spaces: fc.tuple(space, space, space, space),
    decoy: fc.boolean(),
  })
  .map(({ items, name, before, after, spaces: [s1, s2, s3, s4], decoy }) => {
    const list = `${name}${s1}:${s2}[${items.map((parts) => parts.join('')).join(',')}]${s3}`;
    // Of two members with one name the last one counts.
    const first = decoy ? ['"items":[{"product_id":666}]'] : [];
    const text = `${s4}{${[...first, ...before, list, ...after].join(',')}}${s1}`;
    return { text, items: items.map(([, value]) => value) };
  });

function otherMember(): fc.Arbitrary<string> {
  const key = stringText.filter((text) => JSON.parse(text) !== 'items');
  return fc.tuple(space, member(key, valueText), space).map((parts) => parts.join(''));
}
