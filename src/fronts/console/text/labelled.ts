// Untrusted text beside a label, wrapped under itself.
import { wrapPieces } from './lines.ts';
import { showPieces } from './pieces.ts';
import type { Row, Style } from './row.ts';

/** Untrusted text after a label; the following rows stand under its start. */
export function labelled(label: string, text: string, width: number, style?: Style): Row[] {
  const indent = label.length;
  return wrapPieces(showPieces(text), Math.max(12, width - indent)).map((line, index) => [
    { text: index === 0 ? label : ' '.repeat(indent), style: 'dim' },
    { text: line.map(({ shown }) => shown).join(''), ...(style && { style }) },
  ]);
}
