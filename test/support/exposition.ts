/** Prometheus' text format 0.0.4, read as strictly as its documentation says it. Throws where a line is none. */

export interface Family {
  type: string;
  help: string;
  /** By name and labels, as they are written: 'x_bucket{le="1"}'. */
  samples: Map<string, number>;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = String.raw`([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"`;
const HELP = new RegExp(`^# HELP (${NAME}) (.+)$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`);
const SAMPLE = new RegExp(
  String.raw`^(${NAME})(?:\{(${LABEL}(?:,${LABEL})*)\})? ([+-]?Inf|NaN|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$`,
  'i',
);

export function familiesIn(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('its last line does not end');
  const families = new Map<string, Family>();
  let open: { name: string; help: string; family: Family | undefined } | undefined;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, helped, help = ''] = HELP.exec(line) ?? [];
    const [, typed, type = ''] = TYPE.exec(line) ?? [];
    if (helped !== undefined) {
      if (families.has(helped)) throw new Error(`${helped} comes twice`);
      open = { name: helped, help, family: undefined };
    } else if (typed !== undefined) {
      if (open?.name !== typed || open.family !== undefined) throw new Error(`no help before: ${line}`);
      open.family = { type, help: open.help, samples: new Map() };
      families.set(typed, open.family);
    } else addSample(line, open);
  }
  for (const [name, family] of families) checkFamily(name, family);
  return families;
}

function addSample(line: string, open: { name: string; family: Family | undefined } | undefined): void {
  const found = SAMPLE.exec(line);
  if (found === null) throw new Error(`no sample: ${line}`);
  const [, name = '', labels = ''] = found;
  const value = Number(found.at(-1)?.replace(/inf/i, 'Infinity'));
  const suffixes = { histogram: ['_bucket', '_sum', '_count'], summary: ['', '_sum', '_count'] };
  const { family } = open ?? {};
  const allowed = suffixes[family?.type as keyof typeof suffixes] ?? [''];
  if (family === undefined || !allowed.some((suffix) => name === `${open?.name}${suffix}`)) {
    throw new Error(`it stands under another name: ${line}`);
  }
  const key = labels === '' ? name : `${name}{${labels}}`;
  if (family.samples.has(key)) throw new Error(`it comes twice: ${key}`);
  const names = labels.split(/="(?:[^"\\]|\\.)*",?/).filter((each) => each !== '');
  if (new Set(names).size < names.length) throw new Error(`a label comes twice: ${line}`);
  family.samples.set(key, value);
}

function checkFamily(name: string, { type, samples }: Family): void {
  if (type === 'counter') {
    if (!name.endsWith('_total')) throw new Error(`a counter ends with _total: ${name}`);
    for (const [key, value] of samples) if (!(value >= 0)) throw new Error(`a counter falls: ${key}`);
  }
  if (type === 'histogram') checkHistogram(name, samples);
}

/** Each with buckets that rise up to one of all, which is its count. */
function checkHistogram(name: string, samples: ReadonlyMap<string, number>): void {
  const series = new Map<string, { le: number; count: number }[]>();
  for (const [key, count] of samples) {
    if (!key.startsWith(`${name}_bucket{`)) continue;
    const le = /(?<=[{,])le="([^"]*)",?/.exec(key);
    if (le === null) throw new Error(`a bucket without le: ${key}`);
    const rest = key.replace(le[0], '').replace(`${name}_bucket`, '').replace(/,\}$/, '}').replace('{}', '');
    const bound = Number((le[1] as string).replace('+Inf', 'Infinity'));
    series.set(rest, [...(series.get(rest) ?? []), { le: bound, count }]);
  }
  for (const [labels, buckets] of series) {
    for (const [index, { le, count }] of buckets.entries()) {
      const before = buckets[index - 1];
      if (before !== undefined && !(le > before.le && count >= before.count))
        throw new Error(`${name}${labels}: ${le}`);
    }
    const last = buckets.at(-1);
    if (
      last?.le !== Infinity ||
      last.count !== samples.get(`${name}_count${labels}`) ||
      !samples.has(`${name}_sum${labels}`)
    ) {
      throw new Error(`not closed: ${name}${labels}`);
    }
  }
}
