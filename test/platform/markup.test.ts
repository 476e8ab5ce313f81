import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { jsonText, markup, scriptText } from '../../src/platform/markup.ts';

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
