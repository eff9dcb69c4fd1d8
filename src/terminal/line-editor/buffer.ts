// The text being edited and the place of the cursor in it. Moves and deletions go by what a person sees as one
// character; what cannot be seen never enters.
import { hiddenCharacters } from '../hidden.ts';

/** Longest submission in bytes of UTF-8: what the driver of a target takes as one statement. */
export const longestSubmission = 32 * 1024;

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' });
const encoder = new TextEncoder();
/** Longest cluster looked at, in UTF-16 units: stacked marks beyond it count as a character of their own. */
export const longestCluster = 32;

export interface LineBuffer {
  readonly text: string;
  readonly cursor: number;
  /** Something was kept out for its length; nothing enters until something is deleted. */
  readonly full: boolean;
  /** Replaces all, with the cursor at the end. */
  set(text: string): void;
  /** Inserts what may be seen, at the cursor. False when something was kept out: hidden characters, or all for its
   * length. */
  insert(text: string): boolean;
  /** False when there is nowhere to go or nothing to do; so for all moves and deletions. */
  move(to: number): boolean;
  /** Deletes between the cursor and `to`, and leaves the cursor where the text closes. */
  delete(to: number): string;
  transpose(): boolean;
  before(): number;
  after(): number;
  lineStart(): number;
  lineEnd(): number;
  /** The same distance into the line above or below, or null where there is none. */
  lineAbove(): number | null;
  lineBelow(): number | null;
  /** A word is letters and digits, or whatever is between blanks. */
  wordStart(kind: 'word' | 'blank'): number;
  wordEnd(): number;
}

export function createBuffer(): LineBuffer {
  let text = '';
  let cursor = 0;
  let full = false;

  const lineStart = (at = cursor): number => text.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = (at = cursor): number => {
    const found = text.indexOf('\n', at);
    return found < 0 ? text.length : found;
  };
  const after = (at = cursor): number => clusterEnd(text, at);
  const before = (at = cursor): number => {
    if (at === 0 || text[at - 1] === '\n') return Math.max(0, at - 1);
    const simple = (place: number): boolean => simpleWidth(text.charCodeAt(place)) > 0;
    if (simple(at - 1) && (at === 1 || text[at - 2] === '\n' || simple(at - 2))) return at - 1;
    // A cluster never spans a newline: its start is found from the line's.
    let last = Math.max(lineStart(at), at - 4 * longestCluster);
    for (let next = last; next < at; next = clusterEnd(text, next)) last = next;
    return last;
  };
  // A place inside a character becomes the place before it.
  const settle = (at: number, from: number): number => {
    let place = from;
    for (let next = place; next <= at; next = clusterEnd(text, next)) {
      place = next;
      if (next === text.length) break;
    }
    return place;
  };

  return {
    get text() {
      return text;
    },
    get cursor() {
      return cursor;
    },
    get full() {
      return full;
    },
    set(next) {
      full = false;
      text = next;
      cursor = next.length;
    },
    insert(added) {
      const seen = added
        .replace(hiddenCharacters, (letter) => (letter === '\n' || letter === '\t' ? letter : ''))
        .replaceAll('\ufffd', '');
      const next = text.slice(0, cursor) + seen + text.slice(cursor);
      if (next.length * 3 > longestSubmission && encoder.encode(next).length > longestSubmission) full = true;
      if (full) return false;
      text = next;
      cursor += seen.length;
      return seen === added;
    },
    move(to) {
      if (to === cursor) return false;
      cursor = to;
      return true;
    },
    delete(to) {
      const [start, end] = to < cursor ? [to, cursor] : [cursor, to];
      const gone = text.slice(start, end);
      full &&= gone === '';
      text = text.slice(0, start) + text.slice(end);
      cursor = start;
      return gone;
    },
    transpose() {
      // At the end of a line the two characters before the cursor change places.
      const middle = cursor === lineEnd() ? before() : cursor;
      if (middle <= lineStart() || cursor === lineStart()) return false;
      const first = before(middle);
      const end = after(middle);
      text = text.slice(0, first) + text.slice(middle, end) + text.slice(first, middle) + text.slice(end);
      cursor = end;
      return true;
    },
    before: () => before(),
    after: () => after(),
    lineStart: () => lineStart(),
    lineEnd: () => lineEnd(),
    lineAbove() {
      const start = lineStart();
      if (start === 0) return null;
      const above = lineStart(start - 1);
      return settle(Math.min(above + cursor - start, start - 1), above);
    },
    lineBelow() {
      const end = lineEnd();
      if (end === text.length) return null;
      return settle(Math.min(end + 1 + cursor - lineStart(), lineEnd(end + 1)), end + 1);
    },
    wordStart(kind) {
      const inWord = kind === 'word' ? isWordLetter : (letter: string) => !/\s/.test(letter);
      let at = cursor;
      while (at > 0 && !inWord(text[at - 1] ?? '')) at--;
      while (at > 0 && inWord(text[at - 1] ?? '')) at--;
      return at;
    },
    wordEnd() {
      let at = cursor;
      while (at < text.length && !isWordLetter(text[at] ?? '')) at++;
      while (at < text.length && isWordLetter(text[at] ?? '')) at++;
      return at;
    },
  };
}

/** Where the character that starts at `at` ends. */
export function clusterEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  // A newline joins nothing, a simple character nothing simple.
  const next = text.charCodeAt(at + 1);
  const alone = Number.isNaN(next) || next === 0x0a || simpleWidth(next) > 0;
  if (text[at] === '\n' || (alone && simpleWidth(text.charCodeAt(at)) > 0)) return at + 1;
  const found = characters
    .segment(text.slice(at, at + longestCluster))
    [Symbol.iterator]()
    .next();
  return at + (found.value?.segment.length ?? 1);
}

/**
 * Columns of a character that is a single UTF-16 unit and never joins another such: Latin, kana, Han, Hangul syllables.
 * 0 for all others, which only the segmenter can tell.
 */
export function simpleWidth(unit: number): 0 | 1 | 2 {
  if ((unit >= 0x20 && unit < 0x7f) || (unit > 0xa0 && unit < 0x300 && unit !== 0xad)) return 1;
  const kana = (unit > 0x3040 && unit < 0x3097) || (unit > 0x30a0 && unit < 0x30fb);
  return kana || (unit >= 0x4e00 && unit < 0xa000) || (unit >= 0xac00 && unit < 0xd7a4) ? 2 : 0;
}

/** Asked of UTF-16 units: halves of a pair count as letters, so that no move ends inside one. */
function isWordLetter(unit: string): boolean {
  return /[\p{L}\p{N}\p{M}\p{Cs}_]/u.test(unit);
}
