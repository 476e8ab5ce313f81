import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

/** The sources as trees, and the texts that stand in them. */

export interface Node {
  type: string;
  [field: string]: unknown;
}

/** A text as far as it can be told without running it. */
export interface Variant {
  text: string;
  values: readonly string[];
}

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

export function sourceFiles(): string[] {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

export function sourceOf(file: string): string {
  return readFileSync(`${SOURCES}${file}`, 'utf8');
}

export function parse(file: string): unknown {
  return parseAst(sourceOf(file), { lang: 'ts' }).body;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

export function isError(node: Node): boolean {
  return node.type === 'NewExpression' && calleeOf(node).endsWith('Error');
}

/** The last part of what is called: "log.debug" is "debug". */
export function calleeOf({ callee }: Node): string {
  const called = callee as Node;
  return nameOf(called.type === 'MemberExpression' ? called['property'] : called);
}

export function nameOf(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value ?? '';
}

/** Undefined where the node is no text. */
export function variantsOf(node: Node): Variant[] | undefined {
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
