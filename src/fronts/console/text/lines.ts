// Pieces of text laid out in a given width. Everything is shown: lines wrap, nothing is cut.
import type { Piece } from './pieces.ts';

export type Line = readonly Piece[];

/** Code wraps where the width ends, prose at the last blank before it; every piece is in some line. */
export type Wrapping = 'code' | 'prose';

/** @param width columns, at least 12 (the widest piece) */
export function wrapPieces(pieces: readonly Piece[], width: number, wrapping: Wrapping): Line[] {
  const lines: Piece[][] = [[]];
  let line = lines[0] ?? [];
  let used = 0;
  const begin = (first: Piece[]) => {
    line = first;
    lines.push(line);
    used = first.reduce((sum, piece) => sum + piece.width, 0);
  };
  pieces.forEach((piece, index) => {
    if (used + piece.width > width && used > 0) {
      const blank = wrapping === 'prose' && piece.shown !== ' ' ? line.findLastIndex(({ shown }) => shown === ' ') : -1;
      begin(blank <= 0 ? [] : line.splice(blank + 1));
      if (used + piece.width > width) begin([]);
    }
    line.push(piece);
    used += piece.width;
    const next = pieces[index + 1];
    if (piece.breaks && next !== undefined && next.at > piece.at) begin([]);
  });
  return lines;
}

/** Neighbouring pieces of one style, joined. */
export function styleRuns<Style>(
  line: Line,
  styleAt: (at: number) => Style,
): readonly { readonly text: string; readonly style: Style }[] {
  const runs: { text: string; style: Style }[] = [];
  for (const { shown, at } of line) {
    const style = styleAt(at);
    const last = runs.at(-1);
    if (last !== undefined && last.style === style) last.text += shown;
    else runs.push({ text: shown, style });
  }
  return runs;
}

/** The first `width` columns; what is left out is told by `…`. For lists only: a card wraps. */
export function cutPieces(pieces: readonly Piece[], width: number): string {
  let used = 0;
  let shown = '';
  let fitting = '';
  for (const piece of pieces) {
    if (used + piece.width > width) return `${fitting}…`;
    used += piece.width;
    shown += piece.shown;
    if (used < width) fitting = shown;
  }
  return shown;
}
