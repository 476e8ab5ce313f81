import { calleeOf, isError, isNode, nameOf, type Node, parse, sourceFiles, variantsOf } from './syntax.ts';

/** A text of the sources that a person can meet, with sample values in its places. */
export interface Sample {
  file: string;
  text: string;
  /** What stands in its places. */
  values: readonly string[];
}

/** Nobody reads the catalogues' own texts as they stand there. */
const NOT_READ = [/^messages\//];
/** Heard by whoever asks for help, in English. */
const HELP = /(^|\/)(commands|rooms|program|arguments)\.ts$/;
/** What is worded here in a section of the catalogue; of these files only the errors are found by their wording. */
const ONLY_ERRORS = [
  /^runs\/(report|phases|runs|summary)\.ts$/,
  /^sync\/(history|list-quarantine)\.ts$/,
  /^sources\/bitcram\/discover\.ts$/,
  /^dashboard\/(?!overview|names)/,
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
  /^\s*\(?(?:⟦\d+⟧\s*)?(?:(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|SET|EXPLAIN|LOAD DATA|CALL|ON|WHERE|AND)\b|[a-z_]+ (?:=|<>|IN|BIGINT) |\([a-z_]+ IS NULL )/;

/** Every text of the sources that becomes an error's message or hint, a finding, a reason or a line of the log. */
export function readSamples(): Sample[] {
  return sourceFiles()
    .filter((file) => ![...NOT_READ, HELP].some((pattern) => pattern.test(file)))
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

function isRead(node: Node, field: string, before: boolean): boolean {
  if (node.type === 'Property') return field === 'value' && READ_FIELDS.has(nameOf(node['key']));
  if (node.type === 'CallExpression') return field === 'arguments' && READ_CALLS.has(calleeOf(node));
  return before && ['ConditionalExpression', 'LogicalExpression', 'TemplateLiteral'].includes(node.type);
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
