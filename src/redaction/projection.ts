// What a person would read in a piece of terminal output: text without escape sequences, with backspaces applied, and
// a map back to the raw offsets. Carriage returns and cursor moves are read both ways: as nothing (a wrapped word goes
// on) and as a line break (a new text is painted), because the bytes alone do not tell which it is.
import { readEscape } from './escape.ts';

export interface View {
  /** One latin1 character a byte. */
  readonly text: string;
  /** Raw offset of each character; absent when offset and index are the same. */
  readonly map?: Int32Array;
}

/** Offsets in the views count from `from`. One view when nothing in the piece is ambiguous. */
export function project(bytes: Buffer, from: number, to: number): View[] {
  const joined = new Painter(to - from);
  const split = new Painter(to - from);
  let ambiguous = false;
  let at = from;
  while (at < to) {
    const byte = bytes[at]!;
    if (byte === 0x1b) {
      const sequence = readEscape(bytes, at, to);
      if (sequence?.moves) {
        split.put(0x0a, at - from);
        ambiguous = true;
      }
      at = sequence?.end ?? to;
    } else if (byte === 0x0d) {
      joined.dropWrapBlank();
      split.put(0x0a, at - from);
      ambiguous = true;
      at++;
    } else {
      joined.put(byte, at - from);
      split.put(byte, at - from);
      at++;
    }
  }
  return ambiguous ? [joined.view(), split.view()] : [joined.view()];
}

class Painter {
  readonly #codes: Buffer;
  readonly #map: Int32Array;
  #length = 0;

  constructor(size: number) {
    this.#codes = Buffer.allocUnsafe(size);
    this.#map = new Int32Array(size);
  }

  put(byte: number, offset: number): void {
    if (byte === 0x08) {
      if (this.#length > 0) this.#length--;
      return;
    }
    this.#codes[this.#length] = byte;
    this.#map[this.#length] = offset;
    this.#length++;
  }

  // readline writes `char blank CR` where the terminal wraps: the blank is no part of the word.
  dropWrapBlank(): void {
    if (this.#length > 0 && this.#codes[this.#length - 1] === 0x20) this.#length--;
  }

  view(): View {
    return { text: this.#codes.toString('latin1', 0, this.#length), map: this.#map.subarray(0, this.#length) };
  }
}
