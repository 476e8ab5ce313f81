import { expect, test } from 'vitest';
import { familiesIn } from '../support/exposition.ts';

const histogram = (...lines: string[]) =>
  ['# HELP a_seconds A.', '# TYPE a_seconds histogram', ...lines, ''].join('\n');

test('what Prometheus reads is read', () => {
  const families = familiesIn(
    `# HELP a_total A.\n# TYPE a_total counter\na_total{b="c\\"d",e="f"} 1\na_total 2.5e+3\n\n${histogram('a_seconds_bucket{le="1",x="y"} 1', 'a_seconds_bucket{le="+Inf",x="y"} 2', 'a_seconds_sum{x="y"} 4', 'a_seconds_count{x="y"} 2')}`,
  );
  expect(families.get('a_total')?.samples.get('a_total{b="c\\"d",e="f"}')).toBe(1);
  expect(families.get('a_seconds')?.samples.size).toBe(4);
});

test.each([
  ['without its last line end', '# HELP a A.\n# TYPE a gauge\na 1'],
  ['without help', '# TYPE a gauge\na 1\n'],
  ['without a type', '# HELP a A.\na 1\n'],
  ['with one name twice', '# HELP a A.\n# TYPE a gauge\na 1\n# HELP a A.\n# TYPE a gauge\na{b="c"} 1\n'],
  ['with one sample twice', '# HELP a A.\n# TYPE a gauge\na 1\na 1\n'],
  ['with a label that does not end', '# HELP a A.\n# TYPE a gauge\na{b="c} 1\n'],
  ['with one label twice', '# HELP a A.\n# TYPE a gauge\na{b="c",b="d"} 1\n'],
  ['with a value that is no number', '# HELP a A.\n# TYPE a gauge\na undefined\n'],
  ['with a counter that is not named as one', '# HELP a A.\n# TYPE a counter\na 1\n'],
  [
    'with buckets that fall',
    histogram(
      'a_seconds_bucket{le="1"} 3',
      'a_seconds_bucket{le="+Inf"} 2',
      'a_seconds_sum 4',
      'a_seconds_count 2',
    ),
  ],
  [
    'with buckets that are not all',
    histogram('a_seconds_bucket{le="1"} 2', 'a_seconds_sum 4', 'a_seconds_count 2'),
  ],
  [
    'with a count of its own',
    histogram('a_seconds_bucket{le="+Inf"} 2', 'a_seconds_sum 4', 'a_seconds_count 3'),
  ],
])('text %s is refused', (_how, text) => {
  expect(() => familiesIn(text)).toThrow(Error);
});
