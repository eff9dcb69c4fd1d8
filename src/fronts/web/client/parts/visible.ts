// Untrusted text as pieces: what is shown as itself, and the signs that stand for what cannot be seen.
import { showSafely } from '../../../../terminal/safe-display.ts';

export interface VisiblePiece {
  readonly text: string;
  /** True for a sign that stands for a character (`⏎`, `␛`, `<U+202E>`): never part of the text itself. */
  readonly sign: boolean;
}

/** The signs of the safe display; the same signs in a text are spelled out by it, so these are always ours. */
const sign = /[⏎⇥\u{2400}-\u{243F}]|<U\+[0-9A-F]{4,6}>/gu;

/** The text line by line, each with its `⏎`; joined, the pieces are the safe display of the text. */
export function visibleLines(text: string): VisiblePiece[][] {
  return text.split(/(?<=\n)/).map(visiblePieces);
}

export function visiblePieces(text: string): VisiblePiece[] {
  const shown = showSafely(text);
  const pieces: VisiblePiece[] = [];
  let end = 0;
  for (const { 0: found, index } of shown.matchAll(sign)) {
    if (index > end) pieces.push({ text: shown.slice(end, index), sign: false });
    pieces.push({ text: found, sign: true });
    end = index + found.length;
  }
  if (end < shown.length) pieces.push({ text: shown.slice(end), sign: false });
  return pieces;
}

const controlNames =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

/** How a sign is drawn: few fonts have the control pictures (U+2400 block), every font has their names. */
export function signName(sign: string): string {
  const code = (sign.codePointAt(0) ?? 0) - 0x2400;
  return code === 0x21 ? 'DEL' : (controlNames[code] ?? sign);
}

/** Letters that may look like others, told apart by their numbers: `а U+0430`. */
export function foreignLetters(text: string): string[] {
  const letters = new Set(text.match(/[^\p{ASCII}\p{C}\p{M}\p{Z}]/gu));
  return Array.from(
    letters,
    (letter) => `${letter} U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}
