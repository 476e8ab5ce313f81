import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { jsonText, markup, scriptText } from '../../src/dashboard/page/markup.ts';
import { zoneOf } from '../../src/platform/zone.ts';
import { wordingsOf } from '../support/wordings.ts';

const { en: wording } = wordingsOf(zoneOf('UTC'), '2026-11-22T12:00:00.000Z');

test('every value is text, in an attribute as well', () => {
  const evil = `"><script>alert('&')</script>`;
  expect(markup`<p title="${evil}">${[evil, markup`<b>${1}</b>`, null]}</p>`.text).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;">' +
      '&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;<b>1</b></p>',
  );
});

test('JSON in a script stays JSON and ends no script', () => {
  const value = { name: '</script><!--<script>', more: '\u2028' };
  expect(jsonText(value)).not.toContain('<');
  expect(JSON.parse(jsonText(value))).toEqual(value);
});

test('a program in a script ends it nowhere and means the same', () => {
  const program = '["</script>", "<!-- <script>", /<\\/SCRIPT>/.source, 1 < 2].join()';
  const safe = scriptText(program);
  expect(safe).not.toMatch(/<\/script|<!--|<script/i);
  expect(runInNewContext(safe)).toBe(runInNewContext(program));
});

test.each([
  ['a long one is cut between characters', '🧉'.repeat(200), `${'🧉'.repeat(160)}…`],
  ['one that just fits is whole', '🧉'.repeat(160), '🧉'.repeat(160)],
  ['marks that turn the writing round are seen', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['control characters are seen', 'a\nb\u001b[31m', 'a\\u000ab\\u001b[31m'],
  ['a lone half of a pair is seen', 'a\ud83d', 'a\\ud83d'],
])('what others wrote is harmless: %s', (_what, name, shown) => {
  expect(wording.foreign(name)).toBe(shown);
});
