// Untrusted text as the pieces a card is laid out from: what each character is shown as, how wide that is, and where
// in the text it stands. Joined, the pieces are exactly the safe display of the text.
import stringWidth from 'string-width';
import { showSafely } from '../../../terminal/safe-display.ts';

export interface Piece {
  readonly shown: string;
  /** Columns. */
  readonly width: number;
  /** Where its character starts in the text, UTF-16 units. */
  readonly at: number;
  /** True after a newline of the text: the next piece begins a line. */
  readonly breaks: boolean;
}

/** A code point with the combining marks on it: nothing in the safe display looks further, but for `<`. */
const cluster = /\P{M}?\p{M}*/gu;

/**
 * Characters that some terminals join with their neighbours into one: regional indicators, skin tones, Hangul Jamo.
 * Spelled out, every terminal agrees with us on how wide a line is.
 */
const joining = /[\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF]/gu;

/** A sign of the notation, or one character with what stands on it: at most ten columns. */
const small = /<U\+[0-9A-F]+>\p{M}*|\P{M}\p{M}*/gu;

export function showPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (const { 0: letter, index: at } of text.matchAll(cluster)) {
    if (letter === '') continue;
    const shown = showCluster(letter, text.startsWith('<U+', at));
    const breaks = letter.startsWith('\n');
    if (shown.length === 1) pieces.push({ shown, width: widthOf(shown), at, breaks });
    else for (const part of shown.match(small) ?? []) pieces.push({ shown: part, width: widthOf(part), at, breaks });
  }
  return pieces;
}

/** One line, no styles: for names, folders, reasons. */
export function showText(text: string): string {
  return showPieces(text)
    .map(({ shown }) => shown)
    .join('');
}

function showCluster(letter: string, isNotation: boolean): string {
  const code = letter.charCodeAt(0);
  if (letter.length === 1 && code >= 0x20 && code < 0x7f) return isNotation ? '<U+003C>' : letter;
  const shown = isNotation ? `<U+003C>${letter.slice(1)}` : showSafely(letter);
  return shown.replace(joining, spellOut);
}

function spellOut(letter: string): string {
  return `<U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase()}>`;
}

function widthOf(shown: string): number {
  return shown.length === 1 && shown.charCodeAt(0) < 0x7f ? 1 : stringWidth(shown);
}
