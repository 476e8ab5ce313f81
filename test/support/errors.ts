import { EXIT } from '../../src/platform/errors.ts';
import {
  calleeOf,
  isError,
  isNode,
  nameOf,
  type Node,
  parse,
  sourceFiles,
  sourceOf,
  variantsOf,
} from './syntax.ts';

/** Heard only inside the program, or by commander. */
const INNER = ['Error', 'RangeError', 'LateError', 'BodyTooLargeError', 'AbortError', 'InvalidArgumentError'];
/** Errors that say by themselves what to do, or take it from their cause. */
const HINTED = [
  ...[
    'BugError',
    'StagingDoubtError',
    'ListMovedError',
    'PassingAnswerError',
    'UnreachableError',
    'InterruptedError',
  ],
  'RenewalError',
];

/** Where an error is made that does not say what to do. */
export function errorsWithoutHint(): string[] {
  return madeErrors()
    .filter(({ node }) => !HINTED.includes(calleeOf(node)) && !hasHint(node))
    .map(({ file, node }) => `${file}: ${calleeOf(node)}`);
}

/** What errors say, as far as it stands where they are made, `…` for what differs, each with its exit code. */
export function errorMessages(): { text: string; code: number }[] {
  const codes = exitCodes();
  return madeErrors().flatMap(({ node }) => {
    const [message] = node['arguments'] as Node[];
    const code = codes(calleeOf(node));
    if (message === undefined || code === undefined) return [];
    return (variantsOf(message) ?? []).map(({ text }) => ({ text: withDots(text), code }));
  });
}

/** The exit code of a class of errors, which is its own or that of the class it extends. */
function exitCodes(): (name: string) => number | undefined {
  const bases = new Map<string, string>();
  const own = new Map<string, number>();
  for (const source of sourceFiles().map(sourceOf)) {
    for (const [, name = '', base = '', body = ''] of source.matchAll(CLASS)) {
      bases.set(name, base);
      const [, code] = /readonly exitCode = EXIT\.(\w+)/.exec(body) ?? [];
      if (code !== undefined) own.set(name, EXIT[code as keyof typeof EXIT]);
    }
  }
  const codeOf = (name: string): number | undefined =>
    own.get(name) ?? (bases.has(name) ? codeOf(bases.get(name) ?? '') : undefined);
  return codeOf;
}

const CLASS = /class (\w+) extends (\w+) (\{\}|\{[^]*?\n\})/g;

/** A text as a guide quotes it. */
export function withDots(text: string): string {
  return text.replace(/\b[12] webhooks?\b/, '… webhooks').replace(/⟦\d+⟧/g, '…');
}

/** Every place of the sources where an error is made that a person can meet. */
function madeErrors(): { file: string; node: Node }[] {
  return sourceFiles().flatMap((file) => errorsIn(parse(file)).map((node) => ({ file, node })));
}

function errorsIn(tree: unknown): Node[] {
  if (Array.isArray(tree)) return tree.flatMap(errorsIn);
  if (!isNode(tree)) return [];
  const inside = Object.values(tree).flatMap(errorsIn);
  return isError(tree) && !INNER.includes(calleeOf(tree)) ? [tree, ...inside] : inside;
}

function hasHint(node: Node): boolean {
  const [, options] = node['arguments'] as Node[];
  const fields = (options?.['properties'] ?? []) as Node[];
  return fields.some(({ key }) => key !== undefined && nameOf(key) === 'hint');
}
