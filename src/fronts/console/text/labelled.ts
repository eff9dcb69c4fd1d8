// Text beside a label, wrapped under itself; and untrusted text behind a bar, so that it never passes for a row of ours.
import { wrapPieces } from './lines.ts';
import { showPieces } from './pieces.ts';
import type { Row, Style } from './row.ts';

const bar = '  ┆ ';

export function labelled(label: string, text: string, width: number, style?: Style): Row[] {
  return rowsOf(label, ' '.repeat(label.length), text, width, style);
}

export function barred(text: string, width: number, style?: Style): Row[] {
  return rowsOf(bar, bar, text, width, style);
}

function rowsOf(first: string, more: string, text: string, width: number, style: Style = 'plain'): Row[] {
  return wrapPieces(showPieces(text), Math.max(12, width - first.length), 'prose').map((line, index) => [
    { text: index === 0 ? first : more, style: 'dim' },
    { text: line.map(({ shown }) => shown).join(''), style },
  ]);
}
