// Where prompt and text stand on the screen: rows of cells. An edit lays out anew only from the row before the change.
import stringWidth from 'string-width';
import { clusterEnd, simpleWidth } from './buffer.ts';

export interface Cell {
  /** What is sent to the terminal for it; empty for a newline. */
  readonly shown: string;
  /** Columns. */
  readonly width: number;
  /** Where its character starts in the text, UTF-16 units; -1 in a prompt. */
  readonly at: number;
}

export interface Row {
  /** Where in the text the row starts. */
  readonly start: number;
  readonly cells: readonly Cell[];
  readonly width: number;
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Shown before each line of a submission but the first. */
const continuation = toCells('> ');

/** A prompt's cells: its own SGR sequences ride on the character that follows them. */
export function toCells(prompt: string): Cell[] {
  const cells: Cell[] = [];
  let style = '';
  for (const piece of prompt.split(/(\x1b\[[\d;:]*m)/)) {
    if (piece.startsWith('\x1b')) {
      style += piece;
      continue;
    }
    for (let at = 0; at < piece.length; ) {
      const end = clusterEnd(piece, at);
      const shown = piece.slice(at, end);
      cells.push({ shown: style + shown, width: widthOf(shown), at: -1 });
      style = '';
      at = end;
    }
  }
  const last = cells.pop();
  return last === undefined ? cells : [...cells, { ...last, shown: last.shown + style }];
}

/**
 * @param reuse rows of an earlier layout with the same prompt and width
 * @param same how many UTF-16 units at the start of the text have not changed since
 */
export function layOut(
  prompt: readonly Cell[],
  text: string,
  columns: number,
  reuse: readonly Row[] = [],
  same = 0,
): Row[] {
  // A mark typed at the start of a row joins the character that ends the row above: begin there. Prompts are not cut.
  const changed = reuse.findLastIndex((row) => row.start <= same) - 1;
  const begin = (reuse[changed]?.start ?? 0) > 0 ? changed : 0;
  const rows = reuse.slice(0, begin);
  let cells: Cell[] = [];
  let width = 0;
  let start = reuse[begin]?.start ?? 0;

  const endRow = (next: number): void => {
    rows.push({ start, cells, width });
    cells = [];
    width = 0;
    start = next;
  };
  const place = (cell: Cell, at: number): void => {
    // A newline needs a column too: the cursor may stand on it.
    if (width > 0 && width + Math.max(cell.width, cell.shown === '' ? 1 : 0) > columns) endRow(at);
    cells.push(cell);
    width += cell.width;
  };

  if (rows.length === 0) for (const cell of prompt) place(cell, 0);
  else if (text[start - 1] === '\n') for (const cell of continuation) place(cell, start);
  for (let at = start; at < text.length; ) {
    const end = clusterEnd(text, at);
    const letter = text.slice(at, end);
    if (letter === '\n') {
      place({ shown: '', width: 0, at }, at);
      endRow(end);
      for (const cell of continuation) place(cell, end);
    } else if (letter === '\t') {
      const used = width >= columns ? 0 : width;
      const blanks = Math.min(8 - (used % 8), columns - used);
      place({ shown: ' '.repeat(blanks), width: blanks, at }, at);
    } else {
      place({ shown: letter, width: widthOf(letter), at }, at);
    }
    at = end;
  }
  if (width >= columns) endRow(text.length);
  endRow(text.length);
  return rows;
}

/** Where the cursor stands for a place in the text. */
export function findPlace(rows: readonly Row[], at: number): Place {
  let row = rows.length - 1;
  while (row > 0 && (rows[row]?.start ?? 0) > at) row--;
  let column = 0;
  for (const cell of rows[row]?.cells ?? []) {
    if (cell.at >= at) break;
    column += cell.width;
  }
  return { row, column };
}

function widthOf(cluster: string): number {
  return (cluster.length === 1 && simpleWidth(cluster.charCodeAt(0))) || stringWidth(cluster);
}
