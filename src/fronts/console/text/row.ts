// One row of the screen: pieces of text with a style each. Styles are ours alone; text never holds a control character.
import stringWidth from 'string-width';

export type Style = keyof typeof sequences;

export interface Span {
  readonly text: string;
  readonly style?: Style;
}

export type Row = readonly Span[];

/** SGR on and off (ECMA-48 §8.3.117); the sixteen colours only, so that the operator's own theme holds. */
const sequences = {
  plain: ['', ''],
  dim: ['\u001b[2m', '\u001b[22m'],
  bold: ['\u001b[1m', '\u001b[22m'],
  title: ['\u001b[1;36m', '\u001b[22;39m'],
  good: ['\u001b[32m', '\u001b[39m'],
  warning: ['\u001b[33m', '\u001b[39m'],
  danger: ['\u001b[1;31m', '\u001b[22;39m'],
  selected: ['\u001b[7m', '\u001b[27m'],
  run: ['\u001b[36m', '\u001b[39m'],
  read: ['\u001b[34m', '\u001b[39m'],
  write: ['\u001b[33m', '\u001b[39m'],
  delete: ['\u001b[31m', '\u001b[39m'],
  net: ['\u001b[35m', '\u001b[39m'],
  unclear: ['\u001b[1;35m', '\u001b[22;39m'],
} as const;

/** The row as terminal text. */
export function paintRow(row: Row): string {
  return row.map(({ text, style = 'plain' }) => `${sequences[style][0]}${text}${sequences[style][1]}`).join('');
}

export function rowWidth(row: Row): number {
  return row.reduce((width, { text }) => width + stringWidth(text), 0);
}

/** Left and right text of one row, blanks between them; where there is no room for both, only the left. */
export function spreadRow(left: Row, right: Row, width: number): Row {
  const room = width - rowWidth(left) - rowWidth(right);
  return room < 1 ? left : [...left, { text: ' '.repeat(room) }, ...right];
}
