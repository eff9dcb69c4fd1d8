// What a person would read in a piece of terminal output: text without escape sequences, with backspaces applied, and
// where each character stood. Carriage returns and cursor moves are read both ways: as nothing (a wrapped word goes
// on) and as a line break (a new text is painted), because the bytes alone do not tell which it is.
import type { Automaton } from './automaton.ts';
import { escapeEnd, movesCursor } from './escape.ts';
import { noHits, View } from './view.ts';

const backspace = 0x08;

class Painter {
  #codes = Buffer.alloc(8192);
  #length = 0;
  #runs: number[] = [];
  #raws: number[] = [];
  #next = -1;
  /** A line began here: there is nothing to go back to. */
  #floor = 0;

  begin(size: number): void {
    if (this.#codes.length < size) this.#codes = Buffer.alloc(size * 2);
    this.#length = 0;
    this.#runs = [];
    this.#raws = [];
    this.#next = -1;
    this.#floor = 0;
  }

  /** Goes on where the other one is. */
  take(other: Painter, size: number): void {
    this.begin(size);
    other.#codes.copy(this.#codes, 0, 0, other.#length);
    this.#length = other.#length;
    this.#runs = [...other.#runs];
    this.#raws = [...other.#raws];
    this.#next = other.#next;
  }

  put(byte: number, raw: number): void {
    if (raw !== this.#next) {
      this.#runs.push(this.#length);
      this.#raws.push(raw);
    }
    this.#codes[this.#length++] = byte;
    this.#next = raw + 1;
  }

  // readline writes `char blank CR` where the terminal wraps: the blank is no part of the word.
  dropWrapBlank(): void {
    if (this.#length > 0 && this.#codes[this.#length - 1] === 0x20) this.#drop();
  }

  // A blank that was written as one stays: what ends in it has left.
  backspace(): void {
    if (this.#length > this.#floor && !isBlank(this.#codes[this.#length - 1]!)) this.#drop();
  }

  newLine(): void {
    this.#floor = this.#length;
  }

  #drop(): void {
    this.#length--;
    this.#next = -1;
    if (this.#runs.at(-1) !== this.#length) return;
    this.#runs.pop();
    this.#raws.pop();
  }

  view(automaton: Automaton | undefined): View {
    return new View(this.#codes, 0, this.#length, automaton ?? noHits, 0, this.#runs, this.#raws);
  }
}

// Views share these until the next piece is projected.
const joined = new Painter();
const split = new Painter();

/** One view when nothing in [from, to) is ambiguous; `base` is the offset of `bytes[0]` in the stream. */
export function project(
  automaton: Automaton | undefined,
  bytes: Buffer,
  base: number,
  from: number,
  to: number,
): View[] {
  let ambiguous = false;
  const part = (): void => {
    if (!ambiguous) split.take(joined, to - from);
    ambiguous = true;
  };
  // Blanks right behind backspaces, which take away what stood there, unless more backspaces take them away again.
  const wiping: number[] = [];
  joined.begin(to - from);
  for (let at = from; at < to; ) {
    const byte = bytes[at]!;
    const raw = base + at;
    if (byte === 0x20 && (wiping.length > 0 || (at > from && bytes[at - 1] === backspace))) {
      wiping.push(raw);
      at++;
      continue;
    }
    if (byte === backspace && wiping.length > 0) {
      wiping.pop();
      at++;
      continue;
    }
    while (wiping.length > 0) {
      const blank = wiping.shift()!;
      joined.put(0x20, blank);
      if (ambiguous) split.put(0x20, blank);
    }
    if (byte === 0x1b) {
      const end = escapeEnd(bytes, at, to);
      if (end >= 0 && movesCursor(bytes, at, end)) {
        part();
        split.put(0x0a, raw);
        joined.newLine();
        split.newLine();
      }
      at = end < 0 ? to : end;
      continue;
    }
    if (byte === 0x0d) {
      part();
      joined.dropWrapBlank();
      split.put(0x0a, raw);
      joined.newLine();
      split.newLine();
    } else if (byte === backspace) {
      joined.backspace();
      if (ambiguous) split.backspace();
    } else {
      joined.put(byte, raw);
      if (ambiguous) split.put(byte, raw);
    }
    at++;
  }
  return ambiguous ? [joined.view(automaton), split.view(automaton)] : [joined.view(automaton)];
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}
