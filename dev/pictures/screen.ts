import xterm from '@xterm/headless';

/** A terminal's screen as a picture: what stands there once everything has been drawn. */

/** Of the terminal: the sentence that ends a run stands on one line in both languages. The picture is as wide as what it shows. */
export const COLUMNS = 150;
const ROWS = 40;
const CELL = { width: 8.4, height: 20 };
const MARGIN = 18;
const FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';
/** The eight colours of a terminal and what is drawn for them, on the dark ground. */
const PALETTE = ['#7d8590', '#ff7b72', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#76e3ea', '#e6edf3'];
const GROUND = '#0d1117';
const INK = '#e6edf3';

interface Piece {
  column: number;
  text: string;
  colour: string;
}

/** Draws what a program wrote to its terminal, below the command that started it. */
export async function pictureOf(command: string, written: string, title: string): Promise<string> {
  const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  await new Promise<void>((resolve) => {
    terminal.write(`\u001b[32m$\u001b[0m ${command}\r\n${written}`, resolve);
  });
  const lines = linesOf(terminal);
  const height = lines.length * CELL.height + 2 * MARGIN;
  const ends = lines.flat().map(({ column, text }) => column + text.trimEnd().length);
  const width = Math.ceil(Math.max(...ends) * CELL.width) + 2 * MARGIN;
  const texts = lines.flatMap((pieces, row) => pieces.map((piece) => drawn(piece, row)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="8" fill="${GROUND}"/>
<g font-family='${FONT}' font-size="14">
${texts.join('\n')}
</g>
</svg>
`;
}

function linesOf(terminal: xterm.Terminal): Piece[][] {
  const buffer = terminal.buffer.active;
  const lines: Piece[][] = [];
  for (let row = 0; row < buffer.length; row += 1) {
    const pieces: Piece[] = [];
    const line = buffer.getLine(row);
    if (line?.isWrapped === true)
      throw new Error(`a line is longer than ${COLUMNS} columns: widen the terminal`);
    for (let column = 0; column < COLUMNS; column += 1) {
      const cell = line?.getCell(column);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const colour = cell.isFgPalette() ? (PALETTE[cell.getFgColor() % 8] ?? INK) : INK;
      const last = pieces.at(-1);
      if (last?.colour === colour) last.text += cell.getChars() || ' ';
      else pieces.push({ column, text: cell.getChars() || ' ', colour });
    }
    lines.push(pieces.filter(({ text }) => text.trim() !== ''));
  }
  return lines.slice(0, lines.findLastIndex((pieces) => pieces.length > 0) + 1);
}

function drawn({ column, text, colour }: Piece, row: number): string {
  const shown = text.trim();
  const indented = column + text.length - text.trimStart().length;
  const x = (MARGIN + indented * CELL.width).toFixed(1);
  const y = MARGIN + (row + 1) * CELL.height - 6;
  // The font of whoever looks may be wider or narrower.
  const width = (shown.length * CELL.width).toFixed(1);
  return `<text x="${x}" y="${y}" fill="${colour}" textLength="${width}" lengthAdjust="spacingAndGlyphs">${escaped(shown)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
