import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

/** A text of the sources that a person can meet, with sample values in its places. */
export interface Sample {
  file: string;
  text: string;
  /** What stands in its places. */
  values: readonly string[];
}

interface Node {
  type: string;
  [field: string]: unknown;
}

/** A text as far as it can be told without running it. */
interface Variant {
  text: string;
  values: readonly string[];
}

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

/** Nobody reads these as they stand here: the catalogues, and texts that take their words from a catalogue's own section. */
const NOT_READ = [/^messages\//, /^alerts\/message\.ts$/];
/** What is worded here in a section of the catalogue; of these files only the errors are found by their wording. */
const ONLY_ERRORS = [
  /^sync\/(report|phases)\.ts$/,
  /^commands\/(runs|quarantine|discover)\.ts$/,
  /^platform\/progress/,
];

/** Calls whose texts are no sentences for a reader: `--help` stays English, `debug` is for whoever mends the program. */
const UNREAD_CALLS = new Set(['description', 'option', 'addHelpText', 'debug', 'trace', 'command']);
const UNREAD_CONSTRUCTORS = new Set(['Option', 'Command', 'RegExp', 'URL']);
/** A single word counts here as well. */
const READ_FIELDS = new Set(['detail', 'hint']);
const READ_CALLS = new Set(['describe', 'check', 'onSession', 'checkSecret']);
const UNREAD_FIELDS = new Set(['authorization', 'type']);

/** Two words, or a word and a value. */
const PROSE = /[a-z]{2,}[,:)]? (?:[a-z`(]|\d|⟦)|(?<![_a-z])[a-z]{3,} [A-Z]/;
const SQL =
  /^\s*(?:(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|SET|EXPLAIN|LOAD DATA|CALL|ON|WHERE|AND)\b|[a-z_]+ (?:=|IN|BIGINT) )/;

/** Every text of the sources that becomes an error's message or hint, a finding, a reason or a line of the log. */
export function readSamples(): Sample[] {
  return sourceFiles()
    .filter((file) => !NOT_READ.some((pattern) => pattern.test(file)))
    .flatMap(samplesOf);
}

function samplesOf(file: string): Sample[] {
  const found: Sample[] = [];
  const onlyErrors = ONLY_ERRORS.some((pattern) => pattern.test(file));

  /** `inError`: the node is an argument of an error; `short`: a single word counts as well. */
  const visit = (node: unknown, inError: boolean, short: boolean): void => {
    if (Array.isArray(node)) return node.forEach((each) => visit(each, inError, short));
    if (!isNode(node) || isUnread(node)) return;
    const variants = inError || !onlyErrors ? variantsOf(node) : undefined;
    if (variants?.some(({ text }) => !SQL.test(text) && (short ? /[a-z]{3,}/ : PROSE).test(text))) {
      const told = variants.filter(({ text }) => /[a-z]{2,}/.test(text));
      found.push(...told.map((variant) => ({ file, ...variant })));
      for (const part of placesOf(node)) visit(part, inError, false);
      return;
    }
    for (const [field, child] of Object.entries(node))
      visit(child, inError || isError(node), isRead(node, field, short));
  };
  visit(parse(file), false, false);
  return found;
}

/** Errors that say by themselves what to do, are about the program's own inside, or take it from their cause. */
const HINTED = new Set([
  ...[
    'BugError',
    'StagingDoubtError',
    'ListMovedError',
    'PassingAnswerError',
    'InterruptedError',
    'RenewalError',
  ],
  ...['Error', 'RangeError', 'LateError', 'BodyTooLargeError', 'AbortError', 'InvalidArgumentError'],
]);

/** Where an error is made that does not say what to do. */
export function errorsWithoutHint(): string[] {
  return sourceFiles().flatMap((file) => {
    const found: string[] = [];
    const visit = (node: unknown): void => {
      if (Array.isArray(node)) return node.forEach(visit);
      if (!isNode(node)) return;
      if (isError(node) && !HINTED.has(calleeOf(node)) && !hasHint(node)) {
        found.push(`${file}: ${calleeOf(node)}`);
      }
      Object.values(node).forEach(visit);
    };
    visit(parse(file));
    return found;
  });
}

function hasHint(node: Node): boolean {
  const [, options] = node['arguments'] as Node[];
  const fields = (options?.['properties'] ?? []) as Node[];
  return fields.some(({ key }) => key !== undefined && nameOf(key) === 'hint');
}

function sourceFiles(): string[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

function parse(file: string): unknown {
  return parseAst(readFileSync(`${SOURCES}${file}`, 'utf8'), { lang: 'ts' }).body;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function isUnread(node: Node): boolean {
  const { type } = node;
  if (type === 'ImportDeclaration' || type === 'ImportExpression') return true;
  if (type.startsWith('TS'))
    return !['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'].includes(type);
  if (type === 'CallExpression') return UNREAD_CALLS.has(calleeOf(node)) || isInnerAbort(node);
  if (type === 'NewExpression') return UNREAD_CONSTRUCTORS.has(calleeOf(node));
  return type === 'Property' && UNREAD_FIELDS.has(nameOf(node['key']));
}

/** Work that is not wanted any more is told so by a bare error, which nobody hears. */
function isInnerAbort(node: Node): boolean {
  const [reason] = node['arguments'] as Node[];
  return (
    ['abort', 'destroy'].includes(calleeOf(node)) &&
    reason?.type === 'NewExpression' &&
    calleeOf(reason) === 'Error'
  );
}

function isError(node: Node): boolean {
  return node.type === 'NewExpression' && calleeOf(node).endsWith('Error');
}

function isRead(node: Node, field: string, before: boolean): boolean {
  if (node.type === 'Property') return field === 'value' && READ_FIELDS.has(nameOf(node['key']));
  if (node.type === 'CallExpression') return field === 'arguments' && READ_CALLS.has(calleeOf(node));
  return before && ['ConditionalExpression', 'LogicalExpression', 'TemplateLiteral'].includes(node.type);
}

/** The last part of what is called: "log.debug" is "debug". */
function calleeOf({ callee }: Node): string {
  const called = callee as Node;
  return nameOf(called.type === 'MemberExpression' ? called['property'] : called);
}

function nameOf(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value ?? '';
}

/** Undefined where the node is no text. */
function variantsOf(node: Node): Variant[] | undefined {
  let place = 0;
  const value = (): Variant => {
    place += 1;
    return { text: `⟦${place}⟧`, values: [`⟦${place}⟧`] };
  };
  const of = (part: Node): Variant[] | undefined => {
    const [left, right] = [part['left'], part['right']] as Node[];
    switch (part.type) {
      case 'Literal':
        return typeof part['value'] === 'string' ? [{ text: part['value'], values: [] }] : undefined;
      case 'TemplateLiteral': {
        const texts = part['quasis'] as { value: { cooked: string } }[];
        const places = part['expressions'] as Node[];
        const pieces = texts.flatMap(({ value: { cooked } }, index) => {
          const expression = places[index];
          const literal = [{ text: cooked, values: [] }];
          return expression === undefined ? [literal] : [literal, of(expression) ?? [value()]];
        });
        return pieces.reduce<Variant[]>(joined, [{ text: '', values: [] }]);
      }
      case 'BinaryExpression': {
        if (part['operator'] !== '+') return undefined;
        const [first, second] = [of(left as Node), of(right as Node)];
        if (first === undefined && second === undefined) return undefined;
        return joined(first ?? [value()], second ?? [value()]);
      }
      case 'ConditionalExpression':
        return either(of(part['consequent'] as Node), of(part['alternate'] as Node), value);
      case 'LogicalExpression':
        return either(of(left as Node), of(right as Node), value);
      case 'CallExpression':
        return calleeOf(part) === 'plural' ? counted(part['arguments'] as Node[]) : undefined;
      default:
        return undefined;
    }
  };
  return of(node);
}

function either(
  first: Variant[] | undefined,
  second: Variant[] | undefined,
  value: () => Variant,
): Variant[] | undefined {
  if (first === undefined && second === undefined) return undefined;
  return [...(first ?? [value()]), ...(second ?? [value()])];
}

function joined(before: readonly Variant[], after: readonly Variant[]): Variant[] {
  return before.flatMap((one) =>
    after.map(({ text, values }) => ({ text: one.text + text, values: [...one.values, ...values] })),
  );
}

/** `plural(count, 'product')` as it is said of one and of more. */
function counted([, one, many]: readonly Node[]): Variant[] {
  const single = nameOf(one);
  return [`1 ${single}`, `2 ${many === undefined ? `${single}s` : nameOf(many)}`].map((text) => ({
    text,
    values: [text.slice(0, 1)],
  }));
}

/** What stands in the places of a text, in which there may be texts again. */
function placesOf(node: Node): Node[] {
  switch (node.type) {
    case 'TemplateLiteral':
      return (node['expressions'] as Node[]).flatMap(placesOf);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return [node['left'], node['right']].flatMap((part) => placesOf(part as Node));
    case 'ConditionalExpression':
      return [
        node['test'] as Node,
        ...[node['consequent'], node['alternate']].flatMap((part) => placesOf(part as Node)),
      ];
    case 'Literal':
      return [];
    default:
      return [node];
  }
}
