import { describe, expect, test } from 'vitest';
import { table } from '../../src/platform/table.ts';
import { wrapped } from '../../src/platform/wrap.ts';

describe('a line on a terminal', () => {
  test('is broken between words, and goes on further in than it began', () => {
    expect(wrapped('one two three four', 10)).toBe('one two\n  three\n  four');
    expect(wrapped('  → set the variable', 14)).toBe('  → set the\n    variable');
    expect(wrapped('short\nand one that is long', 12)).toBe('short\nand one\n  that is\n  long');
  });

  test('keeps a command that is to be copied in one piece where it can', () => {
    expect(wrapped('now run `sync --force` once', 18)).toBe('now run\n  `sync --force`\n  once');
    expect(wrapped('run `sync --force --dry-run` once', 18)).toBe('run `sync\n  --force\n  --dry-run` once');
  });

  test('is not counted by its colours, and stays one line where nobody has a terminal', () => {
    const coloured = '\u001B[31mERROR\u001B[39m: no';
    expect(wrapped(coloured, 9)).toBe(coloured);
    expect(wrapped('one two three four', undefined)).toBe('one two three four');
  });
});

describe('a table', () => {
  test('has room for what takes two places on a terminal', () => {
    const cells = ['❌ API Error', '⚠️ No Stock', '✅ Success', '電池 9V'];
    const drawn = table([
      { heading: 'pulse', cells },
      { heading: 'n', cells: [1, 2, 3, 4], right: true },
    ]).split('\n');
    expect(drawn[0]).toMatch(/^pulse +n$/);
    expect(drawn.slice(1).map((line) => line.replace(/ +\d$/, ''))).toEqual(cells);
  });

  const ids = { heading: 'id', cells: ['1', '20'], right: true };

  test('has its numbers at the right, and no spaces at the end of a line', () => {
    expect(table([ids, { heading: 'name', cells: ['Yerba mate', 'Té'] }])).toBe(
      ['id  name', ' 1  Yerba mate', '20  Té'].join('\n'),
    );
  });

  test('is no wider than it may be: what is long goes on below, whole where it is read as one', () => {
    const columns = [
      { heading: 'when', cells: ['2026-11-22 14:05'], whole: true },
      { heading: 'why', cells: ['the price is not a decimal number'] },
      { heading: 'item', cells: [`{"price":"1.234,56","name":"${'x'.repeat(40)}"}`] },
    ];
    const lines = table(columns, 60).split('\n');
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    expect(lines[1]).toMatch(/^2026-11-22 14:05 {2}the price/);
    expect(lines.map((line) => line.slice(18).split('  ')[0]?.trim()).join(' ')).toContain('decimal number');
    expect(lines.map((line) => line.split('  ').at(-1)?.trim()).join('')).toContain('x'.repeat(40));
  });

  test('leaves out what says nothing, and then what there is no room for, the least telling first', () => {
    const columns = [
      { heading: 'run', cells: ['r1'] },
      { heading: 'changed', cells: ['5'], spare: 1 },
      { heading: 'pending', cells: ['0'], spare: 1 },
      { heading: 'read', cells: ['15,078'], spare: 2 },
    ];
    const headings = (width: number) => table(columns, width).split('\n')[0];
    expect(headings(80)).toBe('run  changed  read');
    expect(headings(14)).toBe('run  changed');
    expect(headings(8)).toBe('run');
  });

  test('of a hundred thousand rows is drawn', () => {
    const cells = Array.from({ length: 100_000 }, (_, at) => String(at));
    expect(table([{ heading: 'id', cells }]).split('\n')).toHaveLength(100_001);
  });

  test('shows what came from outside without letting it act', () => {
    expect(table([{ heading: 'name', cells: ['\u001B[2Jx'] }])).toBe('name\n\\u001b[2Jx');
  });
});
