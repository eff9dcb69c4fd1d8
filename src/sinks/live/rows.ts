// An emulator's cells as rows of printable text and SGR: untrusted output is encoded anew, so that nothing it sent
// reaches the person who watches.
import type { IBufferCell, Terminal } from '@xterm/headless';
import stringWidth from 'string-width';
import { hiddenCharacters } from '../../terminal/hidden.ts';

const reset = '\u001b[0m';

export function readRows(terminal: Terminal): string[] {
  const buffer = terminal.buffer.active;
  const cell = buffer.getNullCell();
  const rows: string[] = [];
  for (let y = 0; y < terminal.rows; y++) {
    const line = buffer.getLine(buffer.baseY + y);
    let row = '';
    let style = '';
    let blank = '';
    for (let x = 0; line !== undefined && x < terminal.cols; x++) {
      line.getCell(x, cell);
      if (cell.getWidth() === 0) continue;
      const text = printable(cell);
      const next = styleOf(cell);
      // Blanks at the end of a row need not be sent.
      if (text === ' ' && next === '') {
        if (style !== '') row += reset;
        style = '';
        blank += ' ';
        continue;
      }
      row += blank + (next === style ? '' : reset + next) + text;
      blank = '';
      style = next;
    }
    rows.push(style === '' ? row : row + reset);
  }
  return rows;
}

/** Exactly as wide as its cell. */
function printable(cell: IBufferCell): string {
  const width = cell.getWidth();
  const blank = ' '.repeat(width);
  if (cell.isInvisible() !== 0) return blank;
  const chars = cell.getChars();
  if (chars === '') return blank;
  if (chars.length === 1 && chars >= ' ' && chars <= '~') return chars;
  const shown = chars.replace(hiddenCharacters, '').slice(0, 8).toWellFormed();
  return stringWidth(shown) === width ? shown : '?'.padEnd(width);
}

/** SGR parameters of a cell as one sequence; '' for the default. */
function styleOf(cell: IBufferCell): string {
  const codes: (number | string)[] = [];
  if (cell.isBold() !== 0) codes.push(1);
  if (cell.isDim() !== 0) codes.push(2);
  if (cell.isItalic() !== 0) codes.push(3);
  if (cell.isUnderline() !== 0) codes.push(4);
  if (cell.isInverse() !== 0) codes.push(7);
  if (cell.isStrikethrough() !== 0) codes.push(9);
  if (!cell.isFgDefault()) codes.push(colour(38, cell.isFgRGB(), cell.getFgColor()));
  if (!cell.isBgDefault()) codes.push(colour(48, cell.isBgRGB(), cell.getBgColor()));
  return codes.length === 0 ? '' : `\u001b[${codes.join(';')}m`;
}

function colour(ground: 38 | 48, isRgb: boolean, value: number): string {
  return isRgb ? `${ground};2;${value >> 16};${(value >> 8) & 255};${value & 255}` : `${ground};5;${value}`;
}
