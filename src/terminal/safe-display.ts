// Makes untrusted text visible on one line: what it shows holds no control, no invisible character and no blank but the
// space, and stands for exactly one text. For cards, markers and sentences; a decision binds the bytes, not this.
import { hiddenCharacters } from './hidden.ts';

/** Marks shown on top of one character before the next ones are spelled out. */
const stackedMarks = 2;

const named = new Map([
  ['\u001b', '␛'],
  ['\n', '⏎'],
  ['\r', '␍'],
  ['\t', '⇥'],
  ['\u007f', '␡'],
]);

/** What this notation is made of: the named signs, the control pictures (U+2400 block), and `<U+`. */
const notation = /[⏎⇥\u{2400}-\u{243F}]|<(?=U\+)/gu;
// A lone surrogate is a code point of its own here; the u flag keeps pairs together.
const marks = new RegExp(String.raw`(?<=(?:^|\P{M})\p{M}{${stackedMarks}})\p{M}+|^\p{M}+`, 'gu');

/** Never fails; the visible form of `a` and `b` is the same only when `a === b`. */
export function showSafely(text: string): string {
  return text
    .replace(notation, spellOut)
    .replace(hiddenCharacters, (letter) => named.get(letter) ?? picture(letter) ?? spellOut(letter))
    .replace(marks, (run) => Array.from(run, spellOut).join(''));
}

function picture(letter: string): string | undefined {
  const code = letter.codePointAt(0) ?? 0;
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : undefined;
}

function spellOut(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
